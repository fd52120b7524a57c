// Another client changes a table between plan and apply, or in the middle of a run.
#include <gmock/gmock.h>

#include "delta/engine.hpp"
#include "delta/execute/apply.hpp"
#include "support/memory_target.hpp"
#include "support/still_clock.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;

Capabilities spark() {
  Capabilities can;
  can.target = "odbc:DSN=p";
  return can;
}

/// Refuses the next units; somebody else is at work before each refusal.
class ContestedTarget : public MemoryTarget {
 public:
  ContestedTarget() : MemoryTarget(spark()) {}

  std::vector<std::pair<ExecutionError, std::function<void()>>> refusals;
  int units = 0;

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    ++units;
    if (refusals.empty()) return MemoryTarget::execute(plan, unit);
    const auto [error, others] = refusals.front();
    refusals.erase(refusals.begin());
    if (others) others();
    return error;
  }

  /// Makes the table what somebody else left.
  void leave(Table table) {
    ObservedTable made;
    made.name = table.name;
    made.presence = Presence::present;
    made.table = std::move(table);
    put(std::move(made));
  }
};

ExecutionError conflict() {
  ExecutionError error{ExecutionError::Kind::conflict, "another client changed the table meanwhile: 2D521",
                       "plan again"};
  error.retryable = true;
  return error;
}

ExecutionError exists() {
  return {ExecutionError::Kind::exists, "d.s.a exists, and is not visible to me: 42P07", "have it shown to me"};
}

class Conflict : public ::testing::Test {
 protected:
  Conflict() { conditions_.clock = still_.clock(); }

  /// `desired` is planned; then the run meets what `target_` refuses.
  SyncReport applied(const Table& desired, bool plans_again = true) {
    const Registry registry_now = registry({desired});
    auto plan = read_and_plan(registry_now, target_, {});
    EXPECT_TRUE(plan);
    ApplyObserver observer;
    if (plans_again) {
      observer.plan_again = [&, registry_now](const TableName&, CatalogReader&) -> Expected<TablePlan> {
        auto again = read_and_plan(registry_now, target_, {});
        if (!again) return std::move(again).error();
        return again->tables.at(0);
      };
    }
    return apply(*std::move(plan), target_, target_, observer, conditions_);
  }

  static Table with(const std::vector<std::string>& columns, const std::string& comment = "") {
    Table made = table("d.s.a", {column("id", "INT")});
    for (const std::string& name : columns) made.columns.push_back(column(name, "INT"));
    made.comment = comment;
    return made;
  }

  ContestedTarget target_;
  StillClock still_;
  RunConditions conditions_;
};

TEST_F(Conflict, ATableThatIsStillAsPlannedIsTriedAgain) {
  target_.leave(with({}));
  target_.refusals = {{conflict(), nullptr}, {conflict(), nullptr}};
  const SyncReport report = applied(with({"b"}));
  EXPECT_EQ(report.tables[0].status, TableStatus::applied) << report.tables[0].reason;
  EXPECT_EQ(target_.units, 3);
  EXPECT_EQ(still_.slept.size(), 2U);
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: another client changed the table meanwhile; read again, it was as "
                                        "planned, and the step ran again"));
}

TEST_F(Conflict, WhatAnotherDidIsDone) {
  target_.leave(with({}));
  target_.refusals = {{conflict(), [&] { target_.leave(with({"b"})); }}};
  const SyncReport report = applied(with({"b"}));
  EXPECT_EQ(report.tables[0].status, TableStatus::applied);
  EXPECT_TRUE(report.tables[0].verified);
  EXPECT_EQ(target_.units, 1);
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: another client had done the same meanwhile"));
}

TEST_F(Conflict, APlanThatTakesNothingNewGoesOn) {
  target_.leave(with({}));
  target_.refusals = {{conflict(), [&] { target_.leave(with({"c", "theirs"})); }}};
  const SyncReport report = applied(with({"b", "c"}, "new"));
  EXPECT_EQ(report.tables[0].status, TableStatus::applied) << report.tables[0].reason;
  EXPECT_TRUE(report.tables[0].verified);
  EXPECT_EQ(target_.tables.at("d.s.a").table.columns.size(), 4U);
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: another client changed the table meanwhile; planned again, it takes no "
                                        "other steps, and those that are left ran"));
}

TEST_F(Conflict, APlanThatTakesOtherStepsWaitsForConsent) {
  target_.leave(with({}));
  Table theirs = with({});
  theirs.comment = "their words";
  target_.refusals = {{conflict(), [&] { target_.leave(theirs); }}};
  const SyncReport report = applied(with({"b"}, ""));
  EXPECT_EQ(report.tables[0].status, TableStatus::applied) << "a comment that nobody declared is left alone";

  target_.leave(with({}, "ours"));
  target_.refusals = {{conflict(), [&] { target_.leave(theirs); }}};
  const SyncReport refused = applied(with({"b"}, "ours"));
  EXPECT_EQ(refused.tables[0].status, TableStatus::conflict);
  EXPECT_EQ(refused.tables[0].reason,
            "another client changed the table meanwhile; planned again, it would take steps that nobody agreed to");
  EXPECT_EQ(refused.tables[0].fix, "plan again to see them");
  EXPECT_EQ(refused.exit_code(), 5);
  EXPECT_EQ(target_.tables.at("d.s.a").table.columns.size(), 1U);
}

TEST_F(Conflict, WithoutAnotherPlanItIsTold) {
  target_.leave(with({}));
  target_.refusals = {{conflict(), [&] { target_.leave(with({"c"})); }}};
  const SyncReport report = applied(with({"b"}), false);
  EXPECT_EQ(report.tables[0].status, TableStatus::conflict);
  EXPECT_EQ(
      report.tables[0].reason,
      "another client changed the table meanwhile: 2D521; read back, the table is neither as before nor as planned");
  EXPECT_EQ(target_.units, 1);
}

TEST_F(Conflict, ARefusalIsNeitherReadNorTriedAgain) {
  target_.leave(with({}));
  target_.refusals = {{ExecutionError{ExecutionError::Kind::failed, "PARSE_SYNTAX_ERROR", ""}, nullptr}};
  const Table desired = with({"b"});
  auto plan = read_and_plan(registry({desired}), target_, {});
  ASSERT_TRUE(plan);
  const int reads = target_.reads;
  const SyncReport report = apply(*std::move(plan), target_, target_, {}, conditions_);
  EXPECT_EQ(report.tables[0].status, TableStatus::failed);
  EXPECT_EQ(target_.reads, reads);
  EXPECT_EQ(target_.units, 1);
  EXPECT_TRUE(still_.slept.empty());
}

TEST_F(Conflict, WhatExistsUnseenIsNotVisible) {
  target_.refusals = {{exists(), nullptr}};
  const SyncReport report = applied(with({}));
  EXPECT_EQ(report.tables[0].status, TableStatus::failed);
  EXPECT_EQ(report.tables[0].reason, "d.s.a exists, and is not visible to me: 42P07");
  EXPECT_EQ(report.tables[0].fix, "have it shown to me");
  EXPECT_EQ(target_.units, 1);
}

TEST_F(Conflict, WhatWasMadeMeanwhileIsSeen) {
  target_.refusals = {{exists(), [&] { target_.leave(with({})); }}};
  SyncReport report = applied(with({}));
  EXPECT_EQ(report.tables[0].status, TableStatus::applied);
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: another client had done the same meanwhile"));

  target_.tables.clear();
  target_.refusals = {{exists(), [&] { target_.leave(with({"theirs"})); }}};
  report = applied(with({}), false);
  EXPECT_EQ(report.tables[0].status, TableStatus::conflict);
  EXPECT_EQ(report.tables[0].reason, "another client made it meanwhile, and not as it was planned");
}

TEST_F(Conflict, AViewThatTookTheNameIsTold) {
  target_.refusals = {{exists(), [&] {
                         ObservedTable view;
                         view.name = TableName::parse("d.s.a");
                         view.presence = Presence::failed;
                         view.problem = "d.s.a is a view";
                         target_.put(view);
                       }}};
  const SyncReport report = applied(with({}), false);
  EXPECT_EQ(report.tables[0].status, TableStatus::conflict);
  EXPECT_EQ(report.tables[0].reason, "d.s.a is a view");
}

}  // namespace
}  // namespace delta
