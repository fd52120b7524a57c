#include <gmock/gmock.h>

#include "diff/rename_cycles.hpp"
#include "execute/recovery.hpp"
#include "plan_words.hpp"
#include "support/memory_target.hpp"

/// Columns that hand their names on or trade them, and what becomes of it when a run is killed at any step.
namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// A table whose columns are told apart by their physical names, whatever they are called.
ObservedTable with_identities(Table declared) {
  ObservedTable now = marked(mapped(observed(declared)), declared);
  for (const Column& each : declared.columns)
    now.physical_names[fold_case(each.name.text())] = "was-" + each.name.text();
  return now;
}

std::string identity(const ObservedTable& table, const std::string& column) {
  const auto found = table.physical_names.find(column);
  return found == table.physical_names.end() ? "none" : found->second;
}

/// Runs the first `units` of a plan.
ObservedTable after_units(ObservedTable state, const TablePlan& plan, std::size_t units) {
  for (std::size_t i = 0; i < units; ++i) {
    for (const Step& each : plan.units[i].steps) {
      if (!each.skipped) simulate(state, each.action);
    }
    if (plan.units[i].mark) state.mark = plan.units[i].mark;
  }
  return state;
}

TablePlan planned(const Table& declared, const ObservedTable& now, const Capabilities& can = engine()) {
  return plan_one(declared, now, allow_all(), can);
}

/// Every place where a run can be killed, also while it goes on from the last kill, ends as one that was not.
void expect_right_after_every_kill(const Table& declared, const ObservedTable& start,
                                   const std::map<std::string, std::string>& wanted, int kills = 2) {
  const TablePlan whole = planned(declared, start);
  ASSERT_THAT(codes(whole), IsEmpty());
  for (std::size_t units = 0; units <= whole.units.size(); ++units) {
    const ObservedTable killed = after_units(start, whole, units);
    if (kills > 1 && units > 0 && units < whole.units.size()) {
      expect_right_after_every_kill(declared, killed, wanted, kills - 1);
    }
    const TablePlan rest = planned(declared, killed);
    ASSERT_THAT(codes(rest), IsEmpty()) << units;
    const ObservedTable end = after_units(killed, rest, rest.units.size());
    for (const auto& [column, before] : wanted) EXPECT_EQ(identity(end, column), before) << "killed after " << units;
    EXPECT_EQ(end.table.columns.size(), declared.columns.size());
    EXPECT_THAT(steps(planned(declared, end)), IsEmpty()) << "killed after " << units;
  }
}

Table traded() {
  return orders({renamed(column("a", "STRING"), "b"), renamed(column("b", "STRING"), "a"), column("id", "INT")});
}

Table before_trade() { return orders({column("a", "STRING"), column("b", "STRING"), column("id", "INT")}); }

TEST(Trades, TwoColumnsTakeEachOthersNames) {
  const TablePlan made = planned(traded(), with_identities(before_trade()));
  const std::string waiting = waiting_name("b").text();
  EXPECT_THAT(waiting, StartsWith("deltac_waits_"));
  EXPECT_THAT(steps(made), ElementsAre("rename_column a", "rename_column b", "set_property deltac.renames",
                                       "rename_column " + waiting));
  EXPECT_THAT(step(made, "set_property").impact.text, HasSubstr("remembers"));
}

TEST(Trades, ARunKilledAnywhereEndsRight) {
  expect_right_after_every_kill(traded(), with_identities(before_trade()), {{"a", "was-b"}, {"b", "was-a"}});
}

/// Before and after a trade the columns have the same names: without a journal the table's property tells how far it
/// came.
TEST(Trades, TheTableAloneTellsHowFarTheyCame) {
  const ObservedTable start = with_identities(before_trade());
  Plan plan;
  plan.tables = {planned(traded(), start)};
  const std::vector<Unit>& units = plan.tables[0].units;
  ASSERT_GT(units.size(), 3U);
  const Journal lost;  // all of its lines but the first
  for (const Journal* journal : {static_cast<const Journal*>(nullptr), &lost}) {
    for (std::size_t ran = 0; ran <= units.size(); ++ran) {
      MemoryTarget target(engine());
      target.put(after_units(start, plan.tables[0], ran));
      const auto found = examine_run(plan, journal, target);
      ASSERT_TRUE(found) << found.error().message;
      ASSERT_EQ(found->size(), 1U);
      EXPECT_EQ(found->front().problem, "");
      EXPECT_EQ(found->front().done, ran);
    }
  }
}

TEST(Trades, OfThreeColumnsAndOfTwoPairsEndRightToo) {
  expect_right_after_every_kill(
      orders({renamed(column("a", "INT"), "b"), renamed(column("b", "INT"), "c"), renamed(column("c", "INT"), "a")}),
      with_identities(orders({column("a", "INT"), column("b", "INT"), column("c", "INT")})),
      {{"a", "was-b"}, {"b", "was-c"}, {"c", "was-a"}});
  expect_right_after_every_kill(
      orders({renamed(column("a", "INT"), "b"), renamed(column("b", "INT"), "a"), renamed(column("c", "INT"), "d"),
              renamed(column("d", "INT"), "c")}),
      with_identities(orders({column("a", "INT"), column("b", "INT"), column("c", "INT"), column("d", "INT")})),
      {{"a", "was-b"}, {"b", "was-a"}, {"c", "was-d"}, {"d", "was-c"}}, 1);
}

TEST(Trades, ChainsNeedNoWaiting) {
  const Table declared = orders({renamed(column("b", "INT"), "a"), renamed(column("c", "INT"), "b")});
  const ObservedTable start = with_identities(orders({column("a", "INT"), column("b", "INT")}));
  EXPECT_THAT(steps(planned(declared, start)), ElementsAre("rename_column b", "rename_column a"));
  expect_right_after_every_kill(declared, start, {{"b", "was-a"}, {"c", "was-b"}});
}

TEST(Trades, AnotherSpellingGoesThroughAWaitingName) {
  const Table declared = orders({renamed(column("Total", "INT"), "total")});
  const ObservedTable start = with_identities(orders({column("total", "INT")}));
  const TablePlan made = planned(declared, start);
  EXPECT_THAT(steps(made), ElementsAre("rename_column total", "rename_column " + waiting_name("total").text()));
  expect_right_after_every_kill(declared, start, {{"total", "was-total"}});
  EXPECT_EQ(after_units(start, made, made.units.size()).table.columns[0].name.text(), "Total");
  Capabilities databricks = engine();
  databricks.dialect = "databricks";
  EXPECT_THAT(steps(planned(declared, start, databricks)), ElementsAre("rename_column total"));
}

TEST(Trades, AreOneCommitOnALake) {
  const TablePlan made = planned(traded(), with_identities(before_trade()), lake());
  ASSERT_EQ(made.units.size(), 1U);
  EXPECT_EQ(made.units[0].steps.size(), 4U);
}

TEST(Trades, DropAndRestoreTheChecksThatReadTheColumns) {
  Table before = before_trade();
  before.checks = {{"both", "a <> b"}};
  Table after = traded();
  after.checks = {{"both", "a <> b"}};
  const TablePlan made = planned(after, with_features(with_identities(before), {"checkConstraints"}));
  const std::vector<std::string> words = steps(made);
  EXPECT_EQ(words.front(), "drop_check both");
  EXPECT_EQ(words.back(), "add_check both");
}

TEST(Trades, AreNotMadeWhereTheTableCannotTellWhetherTheyWere) {
  ObservedTable unmarked = with_identities(before_trade());
  unmarked.mark.reset();
  EXPECT_THAT(codes(planned(traded(), unmarked)), ElementsAre(720));
}

TEST(Trades, ANewTableIsBornWithItsNames) {
  const TablePlan made = planned(traded(), absent(kOrders));
  ObservedTable born = after_units(absent(kOrders), made, made.units.size());
  EXPECT_THAT(steps(planned(traded(), born)), IsEmpty());
}

TEST(Trades, ThatTheCodeNoLongerAsksForAreForgotten) {
  ObservedTable now = with_identities(before_trade());
  const TablePlan first = planned(traded(), now);
  now = after_units(now, first, first.units.size());
  const TablePlan second = planned(before_trade(), now);
  EXPECT_THAT(steps(second), ElementsAre("unset_property deltac.renames"));
  now = after_units(now, second, second.units.size());
  const TablePlan third = planned(traded(), now);
  now = after_units(now, third, third.units.size());
  EXPECT_EQ(identity(now, "a"), "was-a") << "traded back";
}

TEST(Trades, OfFieldsInsideAStruct) {
  const auto inner = [](Table made, bool hints) {
    if (hints) {
      made.columns[0].type.fields[0].renamed_from = {"y"};
      made.columns[0].type.fields[1].renamed_from = {"x"};
    }
    return made;
  };
  const Table plain = orders({column("s", "STRUCT<x: INT, y: INT>")});
  ObservedTable now = with_identities(plain);
  now.physical_names["s.x"] = "was-x";
  now.physical_names["s.y"] = "was-y";
  expect_right_after_every_kill(inner(plain, true), now, {{"s.x", "was-y"}, {"s.y", "was-x"}});
}

}  // namespace
}  // namespace delta
