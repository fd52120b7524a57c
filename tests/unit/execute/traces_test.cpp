// Units that leave a table's own fingerprint as it was: what tells whether they ran.
#include "execute/traces.hpp"

#include <gtest/gtest.h>

#include "delta/catalog/visible_part.hpp"
#include "execute/outcome.hpp"
#include "execute/recovery.hpp"
#include "support/memory_target.hpp"
#include "support/still_clock.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

constexpr const char* kCustomers = "dev.silver.customers";
const TableName kOrders = TableName::parse("dev.silver.orders");

ForeignKey reference() {
  ForeignKey key;
  key.name = "fk_orders_customer";
  key.columns = {"customer"};
  key.target = TableName::parse(kCustomers);
  key.target_columns = {"id"};
  return key;
}

const AccessPolicy kMask{"email", TableName::parse("dev.rules.hide"), {}};

ObservedTable customers() {
  ObservedTable made = observed(table(kCustomers, {required("id", "BIGINT"), column("email", "STRING")}));
  made.referred_by = {{kOrders, reference()}};
  made.policies = {kMask};
  return made;
}

Unit unit_of(Action action) {
  Unit unit;
  unit.steps.emplace_back().action = std::move(action);
  unit.before = unit.after = "same";
  return unit;
}

TEST(Traces, ReferencesOfOthersAreSeenWhereTheyPoint) {
  const ObservedTable there = customers();
  ObservedTable gone = customers();
  gone.referred_by.clear();
  EXPECT_EQ(left_a_trace(unit_of(action::DropForeignKey{kOrders, reference()}), there), false);
  EXPECT_EQ(left_a_trace(unit_of(action::DropForeignKey{kOrders, reference()}), gone), true);
  EXPECT_EQ(left_a_trace(unit_of(action::AddForeignKey{kOrders, reference()}), gone), false);
  EXPECT_EQ(left_a_trace(unit_of(action::AddForeignKey{kOrders, reference()}), there), true);
  gone.blind.insert(Aspect::keys);
  EXPECT_EQ(left_a_trace(unit_of(action::AddForeignKey{kOrders, reference()}), gone), std::nullopt)
      << "nobody can tell";
}

TEST(Traces, MasksAndFiltersAreSeen) {
  ObservedTable bare = customers();
  bare.policies.clear();
  EXPECT_EQ(left_a_trace(unit_of(action::DropPolicy{kMask}), customers()), false);
  EXPECT_EQ(left_a_trace(unit_of(action::DropPolicy{kMask}), bare), true);
  EXPECT_EQ(left_a_trace(unit_of(action::SetPolicy{kMask}), customers()), true);
  EXPECT_EQ(left_a_trace(unit_of(action::SetPolicy{kMask}), bare), false);
}

TEST(Traces, WhatIsSkippedTellsNothingAndRowsNeither) {
  Unit unit = unit_of(action::DropPolicy{kMask});
  unit.steps[0].skipped = true;
  EXPECT_EQ(left_a_trace(unit, customers()), std::nullopt);
  EXPECT_EQ(left_a_trace(unit_of(action::Backfill{"email", "'x'"}), customers()), std::nullopt);
}

/// Tags are part of the fingerprint where a target stores them: such a unit is told by that.
TEST(Traces, TagsChangeTheFingerprint) {
  ObservedTable now = customers();
  const std::string before = visible_fingerprint(now, {});
  simulate(now, action::SetTag{"email", "pii", "true", std::nullopt});
  EXPECT_NE(visible_fingerprint(now, {}), before);
}

/// A server on which a reference can be dropped and added, and whose answer to the first unit never comes.
class Losing : public MemoryTarget {
 public:
  Losing() : MemoryTarget(can()) { put(customers()); }

  bool runs = true;  ///< the unit, though no answer comes
  int sent = 0;

  Expected<UnitResult, ExecutionError> execute(const TablePlan&, const Unit& unit) override {
    ++sent;
    if (sent == 1 && !runs) return lost();
    ObservedTable& now = tables.at(fold_case(kCustomers));
    for (const Step& step : unit.steps) {
      if (std::holds_alternative<action::DropForeignKey>(step.action)) now.referred_by.clear();
    }
    if (sent == 1) return lost();
    return UnitResult{};
  }

 private:
  static Capabilities can() {
    Capabilities made = engine();
    made.stores_keys = true;
    return made;
  }
  static ExecutionError lost() {
    ExecutionError error{ExecutionError::Kind::failed, "the connection broke", "run again"};
    error.unknown_outcome = true;
    error.retryable = true;
    return error;
  }
};

TEST(Traces, ALostAnswerIsSettledByThem) {
  for (const bool ran : {true, false}) {
    Losing target;
    target.runs = ran;
    TablePlan plan;
    plan.name = plan.observed_name = TableName::parse(kCustomers);
    plan.observed = customers();
    plan.units = {unit_of(action::DropForeignKey{kOrders, reference()})};
    StillClock still;
    RunConditions conditions;
    conditions.retry.budget = std::chrono::seconds(10);
    conditions.clock = still.clock();
    ASSERT_TRUE(run_unit(target, target, plan, 0, conditions, {}));
    EXPECT_EQ(target.sent, ran ? 1 : 2) << "what ran is not sent again";
  }
}

/// A run that was killed between the intent and the outcome of the unit.
TEST(Traces, ABrokenOffRunIsRecoveredByThem) {
  for (const bool ran : {true, false}) {
    Losing target;
    if (ran) target.tables.at(fold_case(kCustomers)).referred_by.clear();
    Plan plan;
    TablePlan& table = plan.tables.emplace_back();
    table.name = table.observed_name = TableName::parse(kCustomers);
    table.observed = customers();
    table.units = {unit_of(action::DropForeignKey{kOrders, reference()})};
    table.units[0].before = table.units[0].after = visible_fingerprint(table.observed, table.observed.blind);
    Journal journal;
    JournalRecord intent;
    intent.event = JournalRecord::Event::intent;
    intent.table = kCustomers;
    intent.unit = 0;
    journal.records.push_back(intent);
    const auto found = examine_run(plan, &journal, target);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().problem, "");
    EXPECT_EQ(found->front().done, ran ? 1U : 0U);
  }
}

}  // namespace
}  // namespace delta
