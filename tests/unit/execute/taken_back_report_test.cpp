// What every form of a report says of tables that were taken back, and of those whose later steps ran all the same.
#include <gmock/gmock.h>

#include "delta/execute/state_store.hpp"
#include "delta/report/plan_json.hpp"
#include "delta/report/report_writers.hpp"
#include "execute/journalled_run.hpp"
#include "execute/undo.hpp"
#include "support/memory_target.hpp"
#include "support/still_clock.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

/// Refuses the steps that it is told to.
class RefusingTarget : public MemoryTarget {
 public:
  RefusingTarget() : MemoryTarget(engine()) {}

  std::set<std::string> refused;  ///< "dev.s.b add_check"
  std::function<void()> others;   ///< at work once it refused

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    for (const Step& step : unit.steps) {
      if (!refused.contains(plan.name.text() + " " + std::string(action_name(step.action)))) continue;
      if (others) others();
      return ExecutionError{ExecutionError::Kind::failed, "the server said no", "ask it why"};
    }
    return MemoryTarget::execute(plan, unit);
  }
};

Table declared(const std::string& name, bool changed) {
  Table made = table(name, {column("id", "INT"), column("kept", "INT")});
  made.properties.push_back({"delta.columnMapping.mode", "name"});
  if (!changed) return made;
  made.columns.push_back(column("extra", "INT"));
  made.comment = "changed";
  made.checks = {{"positive", "id > 0"}};
  return made;
}

class TakenBackReport : public ::testing::Test {
 protected:
  TakenBackReport() {
    conditions_.clock = still_.clock();
    for (const char* name : {"d.s.a", "d.s.b", "d.s.c"}) {
      ObservedTable made = with_features(mapped(observed(declared(name, false))), {"checkConstraints"});
      target_.put(marked(std::move(made), declared(name, false)));
    }
  }

  SyncReport run(std::vector<Table> tables, RunPolicy policy) {
    auto plan = read_and_plan(registry(std::move(tables)), target_, {});
    return run(*std::move(plan), std::move(policy));
  }
  SyncReport run(Plan plan, RunPolicy policy) {
    auto journal = store_.begin(plan, {});
    ApplyObserver observer;
    observer.finished = [this](const TableReport& each) { told_.push_back(each); };
    return run_journalled(std::move(plan), store_, *std::move(journal), target_, target_, observer, conditions_,
                          policy);
  }

  /// A run of two tables that is over, and the plan that undoes it.
  Plan way_back() {
    const Plan plan = *read_and_plan(registry({declared("d.s.a", true), declared("d.s.b", true)}), target_, {});
    auto journal = store_.begin(plan, {});
    (void)run_journalled(plan, store_, *std::move(journal), target_, target_, {}, conditions_, {});
    const auto course = course_of(plan, store_.finished()->back().journal);
    const auto found = examine_run(course->plan, &course->journal, target_);
    return undo_plan(*course, *found, target_.capabilities(), ungated({})).plan;
  }

  /// The same of a run that widened a type, of which all else may be taken back.
  Plan back_in_part() {
    Table wider = declared("d.s.a", true);
    wider.columns[1].type = type("BIGINT");
    const Registry wanted = registry({wider, declared("d.s.b", true)});
    const Plan plan = *read_and_plan(wanted, target_, {.allow = {{"protocol-upgrade", "*"}}});
    auto journal = store_.begin(plan, {});
    (void)run_journalled(plan, store_, *std::move(journal), target_, target_, {}, conditions_, {});
    const auto course = course_of(plan, store_.finished()->back().journal);
    const auto found = examine_run(course->plan, &course->journal, target_);
    const PlanOptions how{.allow = {{"partial-rollback", "*"}}};
    return undo_plan(*course, *found, target_.capabilities(), ungated(how)).plan;
  }

  RefusingTarget target_;
  StillClock still_;
  RunConditions conditions_;
  RunStore store_{std::shared_ptr<StateStore>(make_memory_state())};
  std::vector<TableReport> told_;
};

std::vector<StepStatus> statuses(const TableReport& table) {
  std::vector<StepStatus> out;
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) out.push_back(step.status);
  }
  return out;
}

TEST_F(TakenBackReport, OfARunThatFailed) {
  target_.refused = {"d.s.b add_check"};
  const SyncReport done = run({declared("d.s.a", true), declared("d.s.b", true), declared("d.s.c", true)},
                              {.on_failure = OnFailure::rollback_run});
  EXPECT_EQ(done.exit_code(), 4);
  const TableReport& first = done.tables.at(0);
  ASSERT_EQ(first.status, TableStatus::undone);
  EXPECT_EQ(first.reason, "taken back, for d.s.b failed");
  EXPECT_THAT(statuses(first), ::testing::Each(StepStatus::undone));
  EXPECT_THAT(statuses(done.tables[1]),
              AllOf(Contains(StepStatus::undone), Contains(StepStatus::failed), Not(Contains(StepStatus::done))));
  EXPECT_EQ(done.tables[2].reason, "not begun: d.s.b failed, and --on-failure rollback-run ends the run there");

  const std::string junit = to_junit(done, "m apply");
  EXPECT_THAT(junit, HasSubstr("<failure type=\"undone\" message=\"taken back, for d.s.b failed\"/>"));
  EXPECT_THAT(junit, HasSubstr("undone: add_column extra"));
  EXPECT_THAT(junit, HasSubstr("DROP COLUMNS"));
  const std::string markdown = to_markdown(done);
  EXPECT_THAT(markdown, HasSubstr("undone, read back as before the run"));
  EXPECT_THAT(markdown, Not(HasSubstr("read back equal")));
  EXPECT_THAT(markdown, AllOf(HasSubstr("SQL that takes it back"), HasSubstr("DROP COLUMNS")));
  EXPECT_THAT(to_sarif(done), HasSubstr("d.s.a is as it was before the run: it was taken back"));
  EXPECT_THAT(failure_text(done), HasSubstr("d.s.a: undone: taken back, for d.s.b failed"));
}

TEST_F(TakenBackReport, OfATableThatIsTakenBackInPart) {
  target_.refused = {"d.s.b add_check", "d.s.b drop_column"};
  const SyncReport done = run({declared("d.s.b", true)}, {.on_failure = OnFailure::rollback});
  EXPECT_EQ(done.exit_code(), 6);
  const TableReport& table = done.tables.at(0);
  std::map<std::string, StepStatus> steps;
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) steps[step.action] = step.status;
    EXPECT_EQ(unit.status, unit.steps.front().status);
  }
  EXPECT_THAT(steps, UnorderedElementsAre(Pair("add_column", StepStatus::done), Pair("add_check", StepStatus::failed),
                                          Pair("set_comment", StepStatus::undone)));
  EXPECT_EQ(table.steps_undone, 1U);
  EXPECT_THAT(to_junit(done, "m apply"),
              AllOf(HasSubstr("undone: set_comment\n"), HasSubstr("done: add_column extra")));
}

TEST_F(TakenBackReport, OfARunThatWasToBeTakenBack) {
  const SyncReport done = run(way_back(), {.back = true});
  EXPECT_EQ(done.exit_code(), 0);
  EXPECT_TRUE(done.ok());
  for (const TableReport& table : done.tables) {
    EXPECT_EQ(table.status, TableStatus::undone);
    EXPECT_GT(table.steps_undone, 0U);
  }
  EXPECT_THAT(to_markdown(done), AllOf(HasSubstr("## Taken back: "), Not(HasSubstr("In sync")),
                                       HasSubstr("undone, read back as before the run")));
  EXPECT_THAT(to_junit(done, "m recover"), AllOf(HasSubstr("failures=\"0\""), HasSubstr("taken back, read back as")));
  EXPECT_THAT(to_sarif(done),
              AllOf(HasSubstr("it was taken back"), HasSubstr("\"note\""), Not(HasSubstr("\"level\": \"warning\","))));
  EXPECT_THAT(to_json(done), AllOf(HasSubstr("\"takes_back\": true"), HasSubstr("\"status\": \"undone\"")));
}

TEST_F(TakenBackReport, OfARunOfWhichSomeStays) {
  const SyncReport done = run(back_in_part(), {.back = true});
  EXPECT_EQ(done.exit_code(), 2);
  EXPECT_EQ(done.unfinished, "") << "it was allowed to stay";
  EXPECT_FALSE(done.ok());
  EXPECT_EQ(done.tables.at(0).status, TableStatus::undone);
  const TableReport& part = done.tables.at(1);
  EXPECT_EQ(part.status, TableStatus::partly_applied);
  EXPECT_THAT(part.reason, HasSubstr("alter type kept cannot be undone"));
  EXPECT_EQ(store_.finished()->back().journal.records.back().text, "taken back in part");
  EXPECT_THAT(to_markdown(done), AllOf(HasSubstr("## Taken back in part: "), HasSubstr("alter type kept cannot")));
  EXPECT_THAT(to_sarif(done), HasSubstr("d.s.a is taken back in part: "));
  EXPECT_THAT(to_junit(done, "m recover"), HasSubstr("failures=\"1\""));
}

TEST_F(TakenBackReport, OfAPlanThatTakesBackWhatItCan) {
  Plan back = back_in_part();
  back.rolls_back = "RUN";
  const SyncReport done = run(std::move(back), {});
  EXPECT_EQ(done.exit_code(), 2);
  EXPECT_EQ(done.tables.at(0).status, TableStatus::applied);
  EXPECT_EQ(done.tables.at(1).status, TableStatus::partly_applied);
  EXPECT_EQ(store_.finished()->back().journal.records.back().text, "run RUN is taken back in part");
  EXPECT_THAT(to_markdown(done), HasSubstr("## Taken back in part: "));
}

TEST_F(TakenBackReport, OfOneThatIsNotTakenBackYet) {
  Plan back = way_back();
  target_.refused = {"d.s.b drop_check", "d.s.b drop_column", "d.s.b set_comment", "d.s.b unset_comment",
                     "d.s.b set_table_comment"};
  conditions_.fail_fast = true;
  const SyncReport done = run(std::move(back), {.back = true});
  EXPECT_EQ(done.exit_code(), 6);
  EXPECT_THAT(to_markdown(done), HasSubstr("## Not taken back: "));
  EXPECT_THAT(to_sarif(done), AllOf(HasSubstr("d.s.a is not taken back: "), Not(HasSubstr("what the code says: "))));
  EXPECT_THAT(failure_text(done), HasSubstr("2 of 2 tables are not taken back on"));
}

TEST_F(TakenBackReport, WhatRanBehindAFailureStandsInTheReport) {
  target_.refused = {"d.s.a add_column"};
  Table wanted = declared("d.s.a", true);
  wanted.checks.push_back({"more", "extra > 0"});
  const SyncReport done = run({wanted}, {.on_failure = OnFailure::go_on});
  const TableReport& table = done.tables.at(0);
  EXPECT_EQ(table.status, TableStatus::failed);
  std::map<std::string, StepStatus> steps;
  std::size_t ran = 0;
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) {
      EXPECT_EQ(steps.count(step.action + " " + step.subject), 0U) << step.action << " stands there twice";
      steps[step.action + " " + step.subject] = step.status;
      ran += step.status == StepStatus::done ? 1 : 0;
    }
  }
  EXPECT_EQ(steps["add_column extra"], StepStatus::failed);
  EXPECT_EQ(steps["add_check positive"], StepStatus::done);
  EXPECT_EQ(steps["add_check more"], StepStatus::planned);
  EXPECT_EQ(ran, table.steps_done);
  ASSERT_THAT(told_, SizeIs(1)) << "once, at its end";
  EXPECT_EQ(told_.back().status, TableStatus::failed);
  EXPECT_EQ(told_.back().steps_done, table.steps_done);
}

TEST_F(TakenBackReport, WhyNothingRanBehindAFailureIsTold) {
  target_.refused = {"d.s.a add_check"};
  target_.others = [this] { target_.tables.at("d.s.a").table.comment = "another's"; };
  Table wanted = declared("d.s.a", true);
  wanted.checks.push_back({"more", "id > 1"});
  const SyncReport done = run({wanted}, {.on_failure = OnFailure::go_on});
  EXPECT_THAT(done.notes, Contains(HasSubstr("d.s.a: its later steps are not run: ")));
}

}  // namespace
}  // namespace delta
