// What becomes of what ran when a step fails, and how the journal tells of it.
#include <gmock/gmock.h>

#include "delta/execute/state_store.hpp"
#include "execute/journalled_run.hpp"
#include "execute/undo.hpp"
#include "support/memory_target.hpp"
#include "support/still_clock.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Event = JournalRecord::Event;

/// Fails where it is told to.
class StumblingTarget : public MemoryTarget {
 public:
  StumblingTarget() : MemoryTarget(engine()) {}

  std::function<bool(const Unit&)> stumbles;
  std::function<void()> others;  ///< at work once it stumbled

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    if (!stumbles || !stumbles(unit)) return MemoryTarget::execute(plan, unit);
    if (others) others();
    return ExecutionError{ExecutionError::Kind::failed, "the server said no", "ask it why"};
  }
};

std::function<bool(const Unit&)> at(const std::string& action) {
  return [action](const Unit& unit) {
    return std::any_of(unit.steps.begin(), unit.steps.end(),
                       [&](const Step& step) { return action_name(step.action) == action; });
  };
}

class OnFailureTest : public ::testing::Test {
 protected:
  OnFailureTest() {
    conditions_.clock = still_.clock();
    for (const char* name : {"d.s.a", "d.s.b"}) put_start(name);
    start_ = state();
  }

  void put_start(const std::string& name) {
    ObservedTable made = with_features(mapped(observed(table(name, {column("id", "INT"), column("kept", "INT")}))),
                                       {"checkConstraints"});
    target_.put(marked(std::move(made), declared(name, {})));
  }

  static Table declared(const std::string& name, const std::vector<Column>& more) {
    Table made = table(name, {column("id", "INT"), column("kept", "INT")});
    made.columns.insert(made.columns.end(), more.begin(), more.end());
    made.properties.push_back({"delta.columnMapping.mode", "name"});
    return made;
  }

  /// Adds a column, a property, a comment and, last, a CHECK.
  static Table changed(const std::string& name) {
    Table made = declared(name, {column("extra", "INT")});
    made.properties.push_back({"team.owner", "somebody"});
    made.comment = "changed";
    made.checks = {{"positive", "id > 0"}};
    return made;
  }

  std::vector<std::string> state() {
    std::vector<std::string> out;
    for (const auto& [name, each] : target_.tables) out.push_back(name + " " + fingerprint(each.table));
    return out;
  }

  SyncReport run(std::vector<Table> tables, OnFailure choice, std::vector<Permission> allow = {}) {
    auto plan = read_and_plan(registry(std::move(tables)), target_, {allow});
    EXPECT_TRUE(plan);
    own_ = *plan;
    auto journal = store_.begin(*plan, {});
    EXPECT_TRUE(journal);
    return run_journalled(*std::move(plan), store_, *std::move(journal), target_, target_, {}, conditions_,
                          {.on_failure = choice, .undo = {.allow = std::move(allow), .policy = policy_}});
  }

  std::vector<std::string> events(Event wanted) {
    std::vector<std::string> out;
    const auto finished = store_.finished();
    const auto open = store_.unfinished();
    for (const auto* runs : {&finished, &open}) {
      for (const StoredRun& each : **runs) {
        for (const JournalRecord& record : each.journal.records) {
          if (record.event == wanted) out.push_back(record.table + " " + std::to_string(record.unit));
        }
      }
    }
    return out;
  }

  StumblingTarget target_;
  StillClock still_;
  RunConditions conditions_;
  RunStore store_{std::shared_ptr<StateStore>(make_memory_state())};
  std::vector<std::string> start_;
  Policy policy_;  ///< of now
  Plan own_;
};

TEST_F(OnFailureTest, StopLeavesWhatRan) {
  target_.stumbles = at("add_check");
  const SyncReport done = run({changed("d.s.a")}, OnFailure::stop);
  EXPECT_EQ(done.unfinished, "");
  EXPECT_EQ(done.tables[0].status, TableStatus::failed);
  EXPECT_EQ(done.tables[0].steps_undone, 0U);
  EXPECT_NE(state(), start_);
  EXPECT_NE(find_column(target_.tables.at("d.s.a").table, Identifier("extra")), nullptr);
}

TEST_F(OnFailureTest, TheEndOfTheJournalSaysWhatStoppedATable) {
  target_.stumbles = at("add_check");
  const SyncReport done = run({changed("d.s.a")}, OnFailure::stop);
  const auto runs = store_.finished();
  ASSERT_TRUE(runs);
  const JournalRecord& end = runs->back().journal.records.back();
  EXPECT_EQ(end.event, Event::end);
  EXPECT_EQ(end.why, "d.s.a: " + done.tables[0].reason);
}

TEST_F(OnFailureTest, RollbackUndoesTheTablesOwnSteps) {
  target_.stumbles = at("add_check");
  const SyncReport done = run({changed("d.s.a"), declared("d.s.b", {column("extra", "INT")})}, OnFailure::rollback);
  EXPECT_EQ(done.unfinished, "");
  EXPECT_EQ(done.exit_code(), 4);
  EXPECT_EQ(done.tables[0].status, TableStatus::failed);
  EXPECT_EQ(done.tables[0].steps_undone, 3U);
  EXPECT_TRUE(done.tables[0].verified);
  EXPECT_EQ(done.tables[1].status, TableStatus::applied);
  EXPECT_EQ(state()[0], start_[0]);
  EXPECT_NE(state()[1], start_[1]);
  ASSERT_TRUE(done.undo);
  EXPECT_THAT(done.undo->tables, SizeIs(1));
  EXPECT_THAT(events(Event::undo), ElementsAre("d.s.a 0"));
  EXPECT_THAT(store_.finished()->at(0).journal.records.back().text, HasSubstr("undone"));
}

TEST_F(OnFailureTest, TheJournalHoldsEachStatementThatUndid) {
  target_.stumbles = at("add_check");
  (void)run({changed("d.s.a")}, OnFailure::rollback);
  std::vector<std::string> statements;
  bool undoing = false;
  const StoredRun stored = store_.finished()->at(0);
  for (const JournalRecord& record : stored.journal.records) {
    undoing = undoing || record.event == Event::undo;
    if (undoing && record.event == Event::intent)
      statements.insert(statements.end(), record.statements.begin(), record.statements.end());
  }
  EXPECT_THAT(statements, Contains(HasSubstr("DROP COLUMNS (`extra`)")));
}

TEST_F(OnFailureTest, RollbackRunUndoesTheOthersToo) {
  target_.stumbles = at("add_check");
  const SyncReport done = run({declared("d.s.a", {column("extra", "INT")}), changed("d.s.b")}, OnFailure::rollback_run);
  EXPECT_EQ(state(), start_);
  EXPECT_EQ(done.tables[0].status, TableStatus::undone);
  EXPECT_EQ(done.tables[0].steps_undone, 1U);
  EXPECT_EQ(done.tables[1].status, TableStatus::failed);
  ASSERT_TRUE(done.undo);
  EXPECT_EQ(done.undo->tables.at(0).name.text(), "d.s.b") << "the last one first";
  EXPECT_THAT(events(Event::undo), ElementsAre(" 0"));
}

TEST_F(OnFailureTest, ContinueRunsWhatDoesNotNeedTheFailedStep) {
  target_.stumbles = at("add_column");
  Table wanted = changed("d.s.a");
  wanted.checks = {{"positive", "id > 0"}, {"more", "extra > 0"}};
  const SyncReport done = run({wanted}, OnFailure::go_on);
  EXPECT_EQ(done.tables[0].status, TableStatus::failed);
  const Table& now = target_.tables.at("d.s.a").table;
  EXPECT_EQ(now.comment, "changed");
  ASSERT_THAT(now.checks, SizeIs(1));
  EXPECT_EQ(now.checks[0].name.value, "positive");
  EXPECT_EQ(find_column(now, Identifier("extra")), nullptr);
  EXPECT_THAT(events(Event::replan), ElementsAre("d.s.a 0"));
}

TEST_F(OnFailureTest, AStepWithoutAnInverseKeepsAllOfTheTablesSteps) {
  target_.stumbles = at("add_check");
  Table wanted = changed("d.s.a");
  wanted.columns[1].type = type("BIGINT");
  const SyncReport done = run({wanted}, OnFailure::rollback, {{"protocol-upgrade", "*"}});
  EXPECT_EQ(done.unfinished, "");
  EXPECT_EQ(done.tables[0].steps_undone, 0U);
  EXPECT_THAT(done.notes,
              Contains(HasSubstr("alter type kept cannot be undone: Delta widens types and does not narrow them")));
  EXPECT_EQ(target_.tables.at("d.s.a").table.comment, "changed") << "all or nothing";
}

TEST_F(OnFailureTest, AColumnThatOthersWroteIntoIsDroppedWithPermissionOnly) {
  for (const bool allowed : {false, true}) {
    target_.stumbles = at("add_check");
    target_.others = [&] { ++*target_.tables.at("d.s.a").version; };  // rows
    const SyncReport done = run({changed("d.s.a")}, OnFailure::rollback,
                                allowed ? std::vector<Permission>{{"drop-column", "*"}} : std::vector<Permission>{});
    EXPECT_EQ(state() == start_, allowed);
    EXPECT_EQ(done.notes.empty(), allowed);
    if (!done.notes.empty()) {
      EXPECT_THAT(done.notes[0], HasSubstr("--allow drop-column takes it back all the same, as does plan --rollback"));
    }
    put_start("d.s.a");
  }
}

TEST_F(OnFailureTest, WhatThePolicyKeepsIsNotDroppedWithPermissionEither) {
  const SourceSpan none;
  const auto undone = [&](const Policy& policy) {
    put_start("d.s.a");
    policy_ = policy;
    target_.stumbles = at("add_check");
    target_.others = [&] { ++*target_.tables.at("d.s.a").version; };  // rows
    const SyncReport done = run({changed("d.s.a")}, OnFailure::rollback, {{"drop-column", "*"}});
    EXPECT_EQ(done.tables[0].steps_undone == 0, state() != start_);
    return done.notes.empty() ? "" : done.notes[0];
  };
  Policy keeps;
  keeps.protections.push_back({{"d.*", none}, false});
  EXPECT_THAT(undone(keeps),
              HasSubstr("d.s.a: the policy keeps the data of d.s.a, and a step would lose some [DLT760]"));
  Policy lets;
  lets.allow.emplace();
  EXPECT_THAT(undone(lets), HasSubstr("d.s.a: the policy does not allow drop-column on d.s.a [DLT764]"));
  Policy freezes;
  freezes.protections.push_back({{"d.s.a", none}, true});
  EXPECT_THAT(undone(freezes), HasSubstr("the policy freezes d.s.a, and 3 steps would change it [DLT760]"));
  EXPECT_EQ(undone({}), "");
}

TEST_F(OnFailureTest, AnUndoThatFailsLeavesTheRunForRecover) {
  target_.stumbles = [](const Unit& unit) { return at("add_check")(unit) || at("drop_column")(unit); };
  const SyncReport done = run({changed("d.s.a")}, OnFailure::rollback);
  EXPECT_EQ(done.unfinished, "not all of it is taken back");
  EXPECT_FALSE(done.ok());
  EXPECT_EQ(done.exit_code(), 6);
  EXPECT_THAT(*store_.unfinished(), SizeIs(1));
  EXPECT_THAT(done.tables[0].reason, HasSubstr("it is not taken back: the server said no"));
}

TEST_F(OnFailureTest, ATableThatWasPlannedAgainIsKnownByItsNewPlan) {
  int units = 0;
  auto plan = read_and_plan(registry({changed("d.s.a")}), target_, {});
  ASSERT_TRUE(plan);
  auto journal = store_.begin(*plan, {});
  ASSERT_TRUE(journal);
  const Plan own = *plan;
  ApplyObserver observer;
  observer.stop_requested = [&] { return ++units > 3; };  // killed, as far as the journal is concerned
  observer.plan_again = [&](const TableName&, CatalogReader&) -> Expected<TablePlan> {
    auto again = read_and_plan(registry({changed("d.s.a")}), target_, {});
    if (!again) return again.error();
    return again->tables.at(0);
  };
  target_.tables.at("d.s.a").table.properties.push_back({"team.owner", "somebody"});  // another client had done a part
  (void)run_journalled(*std::move(plan), store_, *std::move(journal), target_, target_, observer, conditions_, {});
  EXPECT_THAT(events(Event::replan), ElementsAre("d.s.a 0"));
  const StoredRun stored = store_.finished()->at(0);
  const auto course = course_of(own, stored.journal);
  ASSERT_TRUE(course);
  ASSERT_THAT(course->tables[0].parts, SizeIs(2));
  const auto found = examine_run(course->plan, &course->journal, target_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at(0).problem, "");
  EXPECT_EQ(found->at(0).done, course->tables[0].parts[1].done);
}

/// What was reviewed is not dropped because the recovery met the same cause.
TEST_F(OnFailureTest, ARecoveryThatFailsLeavesTheRunForTheNextOne) {
  auto plan = read_and_plan(registry({changed("d.s.a"), declared("d.s.b", {column("extra", "INT")})}), target_, {});
  ASSERT_TRUE(plan);
  auto journal = store_.begin(*plan, {});
  ASSERT_TRUE(journal);
  target_.stumbles = at("add_check");
  const auto recover = [&](RunJournal log) {
    return run_journalled(*plan, store_, std::move(log), target_, target_, {}, conditions_, {.recovers = true});
  };
  const SyncReport failed = recover(*std::move(journal));
  EXPECT_EQ(failed.unfinished, "not all of its plan has run");
  EXPECT_EQ(failed.exit_code(), 6);
  ASSERT_THAT(*store_.unfinished(), SizeIs(1));
  const StoredRun stored = store_.unfinished()->at(0);
  const auto found = examine_run(*plan, &stored.journal, target_);
  ASSERT_TRUE(found);
  *plan = remaining_plan(*plan, *found);
  target_.stumbles = nullptr;
  const SyncReport done = recover(*store_.resume(stored, {}));
  EXPECT_EQ(done.exit_code(), 0);
  EXPECT_THAT(*store_.finished(), SizeIs(1));
}

/// One failed table is no reason to read all others.
TEST_F(OnFailureTest, OnlyTheTableThatFailedIsReadForItsUndo) {
  auto plan = read_and_plan(registry({changed("d.s.a"), declared("d.s.b", {column("extra", "INT")})}), target_, {});
  ASSERT_TRUE(plan);
  const auto found = examine_run(*plan, nullptr, target_, 1);
  ASSERT_TRUE(found);
  ASSERT_THAT(*found, SizeIs(1));
  EXPECT_EQ(found->at(0).table, 1U);
}

/// Whoever cancelled its statements by a second Ctrl-C still finds the run written down.
TEST_F(OnFailureTest, ItIsToldThatAllIsOverBeforeThatIsWrittenDown) {
  auto plan = read_and_plan(registry({declared("d.s.a", {column("extra", "INT")})}), target_, {});
  auto journal = store_.begin(*plan, {});
  std::vector<std::size_t> seen;  // units done, runs unfinished and finished
  ApplyObserver observer;
  observer.closing = [&] {
    seen = {events(Event::done).size(), store_.unfinished()->size(), store_.finished()->size()};
  };
  (void)run_journalled(*std::move(plan), store_, *std::move(journal), target_, target_, observer, conditions_, {});
  EXPECT_THAT(seen, ElementsAre(1U, 1U, 0U));
  EXPECT_THAT(*store_.finished(), SizeIs(1));
}

TEST_F(OnFailureTest, EachAttemptIsWrittenDown) {
  int attempts = 0;
  class Refusing : public MemoryTarget {
   public:
    Refusing(MemoryTarget& inner, int& attempts) : MemoryTarget(engine()), inner_(inner), attempts_(attempts) {}
    Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
      if (++attempts_ > 2) return inner_.execute(plan, unit);
      ExecutionError error{ExecutionError::Kind::failed, "no answer", ""};
      error.unknown_outcome = error.retryable = true;
      return error;
    }

   private:
    MemoryTarget& inner_;
    int& attempts_;
  };
  Refusing refusing(target_, attempts);
  auto plan = read_and_plan(registry({declared("d.s.a", {column("extra", "INT")})}), target_, {});
  auto journal = store_.begin(*plan, {});
  (void)run_journalled(*std::move(plan), store_, *std::move(journal), target_, refusing, {}, conditions_, {});
  EXPECT_THAT(events(Event::retry), ElementsAre("d.s.a 0", "d.s.a 0"));
}

}  // namespace
}  // namespace delta
