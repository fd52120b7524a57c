// What no inverse takes back comes back by one RESTORE: when that is offered, what it does, and why it is not.
#include "plan/way_back.hpp"

#include <gmock/gmock.h>

#include "delta/catalog/visible_part.hpp"
#include "delta/plan/policy.hpp"
#include "plan/inverse.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Capabilities server() {
  Capabilities can = engine();
  can.restores = true;
  return can;
}

Table old_table() {
  Table made = orders({required("id", "BIGINT"), column("n", "INT"), column("gone", "STRING")});
  made.properties = {{"team.owner", "old"}};
  return made;
}

/// Without its column, and with another property.
Table new_table() {
  Table made = orders({required("id", "BIGINT"), column("n", "INT")});
  made.properties = {{"team.owner", "new"}};
  return made;
}

/// A run on a table, and the table after it.
struct Past {
  explicit Past(const Table& declared = new_table(), const Table& before = old_table(),
                const Capabilities& can = server(), bool mapping = true)
      : capabilities(can) {
    PlanOptions options = allow_all();
    const ObservedTable found = mapping ? mapped(observed(before)) : observed(before);
    plan = plan_one(declared, marked(found, before), options, can);
    EXPECT_FALSE(plan.blocked());
    now = plan.observed;
    for (const Unit& unit : plan.units) {
      for (const Step& step : unit.steps) simulate(now, step.action);
      if (commits(unit)) ++*now.version;
    }
    what = {{{&plan, plan.units.size()}}, &now, true, plan.observed.version};
  }
  Past(const Past&) = delete;

  TablePlan back(const std::vector<std::string>& kinds, Policy policy = {}) const {
    WayBackOptions options{allow(kinds), true};
    options.plan.policy = std::move(policy);
    return way_back(what, capabilities, options);
  }

  Capabilities capabilities;
  TablePlan plan;
  ObservedTable now;
  ChangedTable what;
};

std::vector<std::string> fixes(const TablePlan& table) {
  std::vector<std::string> all;
  for (const Finding& each : table.findings) all.push_back(each.fix);
  return all;
}

TEST(Restore, BringsBackWhatNoInverseTakesBack) {
  const Past run;
  const TablePlan back = run.back({"restore"});
  EXPECT_THAT(back.findings, IsEmpty());
  ASSERT_THAT(steps(back), ElementsAre("restore_table dev.silver.orders"));
  const Unit& unit = back.units.at(0);
  EXPECT_EQ(unit.steps[0].permission, "restore");
  EXPECT_FALSE(unit.steps[0].impact.destructive);
  EXPECT_THAT(unit.statements, ElementsAre("RESTORE TABLE `dev`.`silver`.`orders` TO VERSION AS OF 7"));
  EXPECT_EQ(unit.before, visible_fingerprint(run.now, {}));
  EXPECT_EQ(unit.after, visible_fingerprint(run.plan.observed, {}));
  EXPECT_EQ(unit.only_at, run.now.version);
  EXPECT_FALSE(unit.mark) << "it comes back with the properties";
  EXPECT_TRUE(commits(unit));
}

TEST(Restore, IsAskedForByNameOnly) {
  const Past run;
  for (const char* other : {"drop-column", "protocol-upgrade"}) {
    const TablePlan back = run.back({other});
    EXPECT_THAT(back.units, IsEmpty());
    EXPECT_THAT(codes(back), ElementsAre(811));
    EXPECT_TRUE(back.blocked());
    EXPECT_THAT(fixes(back),
                ElementsAre("nothing was written since: --allow restore brings back all but table features; "
                            "--allow partial-rollback takes the rest back"));
  }
  EXPECT_TRUE(way_back(run.what, server(), ungated({.allow = {{"drop-column", "*"}}})).blocked());
  EXPECT_THAT(steps(way_back(run.what, server(), ungated({.allow = {{"restore", "*"}}}))),
              ElementsAre("restore_table dev.silver.orders"));
  EXPECT_TRUE(way_back(run.what, server(), ungated({.allow = {{"restore", "dev.gold.*"}}})).blocked());
}

TEST(Restore, TheRestIsTakenBackWhereOnlyThatIsAllowed) {
  const Past run;
  const TablePlan part = run.back({"partial-rollback"});
  EXPECT_THAT(steps(part), ElementsAre("set_property team.owner"));
  EXPECT_THAT(fixes(part),
              ElementsAre("nothing was written since: --allow restore brings back all but table features"));
  EXPECT_FALSE(part.blocked());
  EXPECT_THAT(steps(run.back({"partial-rollback", "restore"})), ElementsAre("restore_table dev.silver.orders"));
}

TEST(PartialRollback, WhatStaysGoesOnToBeManaged) {
  Table wider = old_table();
  wider.columns.push_back(column("extra", "STRING"));
  wider.properties = {{"team.owner", "new"}};
  Past run(wider, old_table(), lake(), false);
  run.now = marked(run.now, wider);
  run.what.unwritten = false;
  EXPECT_TRUE(run.back({"drop-column"}).blocked());
  const TablePlan back = run.back({"drop-column", "partial-rollback"});
  EXPECT_THAT(steps(back), ElementsAre("set_property team.owner"));
  EXPECT_THAT(what_stays(back), HasSubstr("add column extra cannot be undone"));
  ASSERT_TRUE(back.units.at(0).mark);
  EXPECT_TRUE(back.units[0].mark->holds("column", "extra")) << "else nobody would ever drop it";
}

TEST(DroppedView, ComesBackWithItsMark) {
  Table view = orders({column("id", "BIGINT")});
  view.query = LocatedText("SELECT id FROM dev.silver.sales");
  TablePlan plan;
  plan.name = plan.observed_name = view.name;
  plan.observed = marked(observed(view), view);
  plan.state = Presence::present;
  plan.units.emplace_back().steps.emplace_back().action = action::DropView{view.name};
  ObservedTable gone = plan.observed;
  gone.presence = Presence::absent;
  gone.mark.reset();
  const TablePlan back = way_back({{{&plan, 1}}, &gone, true, std::nullopt}, server(), ungated({}));
  ASSERT_THAT(steps(back), ElementsAre("create_view dev.silver.orders"));
  EXPECT_EQ(back.units.at(0).mark, plan.observed.mark);
}

TEST(Restore, NeverTakesAwayWhatOthersWrote) {
  Past run;
  run.what.unwritten = false;
  const TablePlan back = run.back({"restore"});
  EXPECT_TRUE(back.blocked());
  EXPECT_THAT(fixes(back),
              ElementsAre(HasSubstr("something may have been written since, which a RESTORE would take away; ")));
  run.plan.units[0].steps.emplace_back().action = action::Backfill{"n", "0"};
  EXPECT_THAT(fixes(run.back({"restore"})).at(0),
              HasSubstr("rows were filled, and it is not known whether others wrote since"));
}

TEST(Restore, IsNotMadeUnderAPolicyThatDoesNotAllowIt) {
  const Past run;
  Policy policy;
  policy.allow.emplace();
  const TablePlan back = run.back({"restore"}, policy);
  EXPECT_TRUE(back.blocked());
  EXPECT_THAT(fixes(back), ElementsAre(HasSubstr("the policy does not allow a RESTORE")));
}

TEST(Restore, NeedsAnEngine) {
  const Past run(new_table(), old_table(), lake());
  const TablePlan back = run.back({"restore"});
  EXPECT_TRUE(back.blocked());
  EXPECT_THAT(fixes(back), ElementsAre(HasSubstr("an engine brings all of it back by RESTORE TABLE "
                                                 "`dev`.`silver`.`orders` TO VERSION AS OF 7")));
}

TEST(Restore, TableFeaturesStay) {
  Table wider = old_table();
  wider.columns[1] = column("n", "BIGINT");
  const Past run(wider);
  ASSERT_THAT(steps(run.plan), ElementsAre("enable_feature typeWidening", "alter_type n"));
  const TablePlan back = run.back({"restore"});
  EXPECT_THAT(steps(back), ElementsAre("restore_table dev.silver.orders"));
  ASSERT_THAT(back.findings, SizeIs(1));
  EXPECT_EQ(back.findings[0].severity, Severity::warning);
  EXPECT_THAT(back.findings[0].text, HasSubstr("enable feature typeWidening cannot be undone"));
}

TEST(Restore, IsOfNoUseForTableFeaturesAlone) {
  Table checked = old_table();
  checked.checks = {{"positive", "n > 0"}};
  const Past run(checked);
  ASSERT_THAT(steps(run.plan), ElementsAre("enable_feature checkConstraints", "add_check positive"));
  const TablePlan back = run.back({"restore"});
  EXPECT_TRUE(back.blocked());
  EXPECT_THAT(fixes(back), ElementsAre("--allow partial-rollback takes the rest back"));
}

TEST(Restore, TakesColumnMappingBackThatTheProtocolKnew) {
  Past run;
  run.plan.observed.table.properties.clear();
  run.plan.units.resize(1);
  run.plan.units[0].steps.clear();
  run.plan.units[0].steps.emplace_back().action =
      action::EnableFeature{"columnMapping", {{"delta.columnMapping.mode", "name"}}};
  run.what.stretches[0].done = 1;
  EXPECT_THAT(steps(run.back({"restore"})), ElementsAre("restore_table dev.silver.orders"));
}

TEST(Restore, IsNotMadeWhereEveryStepHasAnInverse) {
  Table changed = old_table();
  changed.comment = "new";
  const Past run(changed);
  EXPECT_THAT(steps(run.back({"restore"})), ElementsAre("set_comment "));
}

TEST(Restore, KnowsNothingOfKeysAndTags) {
  Capabilities can = server();
  can.stores_tags = true;
  Table tagged = new_table();
  tagged.tags = {{"team", "sales"}};
  Table lost = old_table();
  lost.columns[2].tags = {{"pii", "true"}};
  const Past sets(tagged, old_table(), can);
  const Past drops(new_table(), lost, can);
  for (const Past* run : {&sets, &drops}) {
    const TablePlan back = run->back({"restore"});
    EXPECT_TRUE(back.blocked());
    EXPECT_THAT(fixes(back).at(0), HasSubstr("a RESTORE brings back no names, keys, tags and masks"));
  }
}

TEST(Restore, IsTakenBackByAnother) {
  const Past run;
  const TablePlan back = run.back({"restore"});
  ObservedTable restored = back.observed;
  simulate(restored, back.units.at(0).steps.at(0).action);
  restored.version = *back.observed.version + 1;
  ChangedTable what{{{&back, 1}}, &restored, true, back.observed.version};
  const TablePlan again = way_back(what, server(), {allow({"restore"}), true});
  EXPECT_THAT(again.findings, IsEmpty());
  ASSERT_THAT(steps(again), ElementsAre("restore_table dev.silver.orders"));
  EXPECT_THAT(again.units.at(0).statements, ElementsAre(HasSubstr("TO VERSION AS OF 9")));
  EXPECT_EQ(again.units.at(0).only_at, restored.version);
  EXPECT_EQ(again.units.at(0).after, visible_fingerprint(run.now, {}));
  EXPECT_THAT(steps(way_back(what, server(), {{}, true})), ElementsAre("skip restore_table dev.silver.orders"));
  EXPECT_TRUE(way_back(what, server(), ungated({})).blocked()) << "no RESTORE is made unasked";
  what.unwritten = false;
  EXPECT_TRUE(way_back(what, server(), {allow({"restore"}), true}).blocked());
}

TEST(Restore, IsComparedByWhatBothReadingsSaw) {
  Past run;
  run.plan.observed.blind = {Aspect::comments};
  run.plan.observed.table.comment.clear();
  run.now.table.comment = "seen now";
  const TablePlan back = run.back({"restore"});
  EXPECT_TRUE(back.observed.blind.contains(Aspect::comments));
  EXPECT_EQ(back.units.at(0).after, visible_fingerprint(run.plan.observed, back.observed.blind));
}

}  // namespace
}  // namespace delta
