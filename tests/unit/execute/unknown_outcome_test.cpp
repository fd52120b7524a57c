// A connection that breaks after a unit was sent: what the target holds decides how it goes on.
#include <gmock/gmock.h>

#include "delta/engine.hpp"
#include "delta/execute/apply.hpp"
#include "report/apply_text.hpp"
#include "support/memory_target.hpp"
#include "support/still_clock.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Capabilities spark() {
  Capabilities can;
  can.target = "odbc:DSN=p";
  return can;
}

/// Loses the connection while units run.
class LosingTarget : public MemoryTarget {
 public:
  LosingTarget() : MemoryTarget(spark()) {}

  enum class Loss { before, after, halfway, timeout, always, late };
  std::optional<Loss> loss;
  bool reads_fail = false;
  bool cancelled = false;  ///< the user had the statement cancelled
  int units = 0;
  std::optional<std::chrono::milliseconds> retry_after;
  StillClock still;

  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
    if (reads_fail && units > 0) return Error{"the server is gone", "start it"};
    return MemoryTarget::read(names);
  }

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    ++units;
    if (late) {  // what was sent before comes to its end just before this does
      (void)MemoryTarget::execute(plan, unit);
      late = false;
      return ExecutionError{ExecutionError::Kind::exists, "d.s.a exists", ""};
    }
    if (!loss) return MemoryTarget::execute(plan, unit);
    ExecutionError lost{ExecutionError::Kind::failed, "the connection broke", "run again"};
    lost.unknown_outcome = true;
    lost.retryable = loss != Loss::timeout;
    lost.retry_after = retry_after;
    late = loss == Loss::late;
    if (cancelled) {
      lost.kind = ExecutionError::Kind::interrupted;
      lost.message = "stopped, as asked";
      lost.retryable = false;
    }
    if (loss == Loss::after) (void)MemoryTarget::execute(plan, unit);
    if (loss == Loss::halfway) put(observed(table(plan.name.text(), {column("id", "INT"), column("half", "INT")})));
    if (loss != Loss::always) loss.reset();
    return lost;
  }

 private:
  bool late = false;

  static ObservedTable observed(Table table) {
    ObservedTable made;
    made.name = table.name;
    made.presence = Presence::present;
    made.table = std::move(table);
    return made;
  }
};

SyncReport ran(LosingTarget& target, const ApplyObserver& observer = {}, RunConditions conditions = {}) {
  auto plan = read_and_plan(registry({table("d.s.a", {column("id", "INT")})}), target, {});
  EXPECT_TRUE(plan);
  conditions.retry.budget = std::chrono::seconds(10);
  conditions.clock = target.still.clock();
  return apply(*std::move(plan), target, target, observer, conditions);
}

TableReport applied(LosingTarget& target) { return ran(target).tables.at(0); }

TEST(UnknownOutcome, AUnitThatRanIsDone) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::after;
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::applied) << report.reason;
  EXPECT_TRUE(report.verified);
  EXPECT_EQ(target.units, 1);
}

TEST(UnknownOutcome, AUnitThatDidNotRunRunsAgainAfterAWait) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::before;
  target.retry_after = std::chrono::seconds(3);
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::applied) << report.reason;
  EXPECT_EQ(target.units, 2);
  EXPECT_THAT(target.still.slept, ElementsAre(std::chrono::seconds(3))) << "as the server asked";
}

TEST(UnknownOutcome, WaitsGrowUntilTheBudgetIsUsedUp) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::always;
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::failed);
  EXPECT_EQ(report.reason, "the connection broke; read back, nothing of it ran (tried 6 times)");
  EXPECT_EQ(target.units, 6);
  using std::chrono::milliseconds;
  EXPECT_THAT(target.still.slept, ElementsAre(milliseconds(250), milliseconds(500), milliseconds(1000),
                                              milliseconds(2000), milliseconds(4000)));
}

TEST(UnknownOutcome, AWaitEndsWhenTheUserAsksToStop) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::always;
  target.still.stopped = true;
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::planned);
  EXPECT_EQ(report.reason, "stopped, as asked, while waiting: the connection broke; read back, nothing of it ran");
  EXPECT_FALSE(report.outcome_unknown);
  EXPECT_EQ(target.units, 1);
}

TEST(UnknownOutcome, AnAttemptIsToldBeforeTheWait) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::always;
  target.still.stopped = true;
  std::vector<std::string> told;
  ApplyObserver observer;
  observer.again = [&](const TablePlan&, std::size_t, const ExecutionError& error) -> Expected<void> {
    told.push_back(error.message);
    return {};
  };
  (void)ran(target, observer);
  EXPECT_THAT(told, ElementsAre("the connection broke")) << "the process may end in the wait";
}

TEST(UnknownOutcome, WhatWasFoundDoneSaysHowItWent) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::after;
  std::string found;
  ApplyObserver observer;
  observer.outcome = [&](const TablePlan&, std::size_t,
                         const Expected<UnitResult, ExecutionError>& result) -> Expected<void> {
    if (result) found = result->found;
    return {};
  };
  const SyncReport report = ran(target, observer);
  EXPECT_EQ(found, "the connection broke; read back, it had run");
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: the connection broke; read back, it had run"));
}

TEST(UnknownOutcome, AnAttemptThatTookEffectLateMayBeOurs) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::late;
  const SyncReport report = ran(target);
  EXPECT_EQ(report.tables.at(0).status, TableStatus::applied) << report.tables[0].reason;
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: an earlier attempt or another client had done the same meanwhile"));
}

TEST(UnknownOutcome, WhatIsTriedAgainSaysWhatTheServerAnswered) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::before;
  EXPECT_THAT(ran(target).notes,
              ElementsAre("d.s.a: the connection broke; read back, nothing had run, and the step ran again"));
}

/// What is read is cancelled too, unless it is spared.
class Cancelling : public LosingTarget {
 public:
  explicit Cancelling(Loss how) {
    loss = how;
    cancelled = true;
    conditions.cancels = [this] { return units > 0; };
    conditions.spare_reading = [this](bool begins) { spared_ += begins ? 1 : -1; };
  }

  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
    if (units > 0 && spared_ == 0) return Error{"stopped, as asked", ""};
    return LosingTarget::read(names);
  }

  RunConditions conditions;

 private:
  int spared_ = 0;
};

TEST(UnknownOutcome, ACancelledUnitIsReadBack) {
  Cancelling done(LosingTarget::Loss::after);
  const SyncReport report = ran(done, {}, done.conditions);
  EXPECT_EQ(report.tables.at(0).status, TableStatus::applied) << report.tables[0].reason;
  EXPECT_TRUE(report.tables[0].verified);
  EXPECT_THAT(report.notes, ElementsAre("d.s.a: stopped, as asked; read back, it had run"));

  Cancelling nothing(LosingTarget::Loss::before);
  const SyncReport stopped = ran(nothing, {}, nothing.conditions);
  EXPECT_EQ(stopped.exit_code(), 130);
  EXPECT_EQ(stopped.tables.at(0).status, TableStatus::planned);
  EXPECT_FALSE(stopped.tables[0].outcome_unknown);
  EXPECT_EQ(stopped.tables[0].reason, "stopped, as asked; read back, nothing of it ran");
}

TEST(UnknownOutcome, ACancelledUnitThatCannotBeReadBackIsNotCalledPlanned) {
  Cancelling target(LosingTarget::Loss::after);
  target.reads_fail = true;
  const SyncReport report = ran(target, {}, target.conditions);
  EXPECT_EQ(report.exit_code(), 130);
  EXPECT_EQ(report.tables.at(0).status, TableStatus::failed);
  EXPECT_TRUE(report.tables[0].outcome_unknown);
  EXPECT_EQ(report.tables[0].reason,
            "stopped, as asked; whether it ran is not known, for the table cannot be read: the server is gone");
  const std::string text = report::run_summary(report, {});
  EXPECT_THAT(text, Not(HasSubstr("whole")));
  EXPECT_THAT(report::table_line(report.tables[0], 5, {}), HasSubstr("what ran of it is not known"));
}

TEST(UnknownOutcome, ACancelledReadingBackIsAnInterruption) {
  LosingTarget target;
  target.reads_fail = true;
  RunConditions conditions;
  int asked = 0;
  conditions.cancels = [&] { return ++asked > 1; };  // while it was read
  const SyncReport report = ran(target, {}, conditions);
  EXPECT_EQ(report.exit_code(), 130);
  EXPECT_EQ(report.tables.at(0).status, TableStatus::partly_applied);
  EXPECT_EQ(report.tables[0].reason, "all steps ran, but the run was interrupted before the table was read back");
}

TEST(UnknownOutcome, WhatTookTooLongIsNotRunAgain) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::timeout;
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::failed);
  EXPECT_EQ(report.reason, "the connection broke; read back, nothing of it ran");
  EXPECT_EQ(report.fix, "run again");
  EXPECT_EQ(target.units, 1);
}

TEST(UnknownOutcome, APartThatRanIsToldAndLeft) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::halfway;
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::failed);
  EXPECT_EQ(report.reason, "the connection broke; read back, the table is neither as before nor as planned");
  EXPECT_EQ(report.fix, "plan again: it goes on from what is there");
  EXPECT_EQ(target.units, 1);
}

TEST(UnknownOutcome, ATargetThatCannotBeReadLeavesItOpen) {
  LosingTarget target;
  target.loss = LosingTarget::Loss::after;
  target.reads_fail = true;
  const TableReport report = applied(target);
  EXPECT_EQ(report.status, TableStatus::failed);
  EXPECT_EQ(report.reason,
            "the connection broke; whether it ran is not known, for the table cannot be read: the server is gone");
  EXPECT_EQ(target.units, 1);
}

}  // namespace
}  // namespace delta
