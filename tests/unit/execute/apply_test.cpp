#include "delta/execute/apply.hpp"

#include <gmock/gmock.h>

#include "delta/engine.hpp"
#include "delta/report/plan_json.hpp"
#include "delta/rules/changes.hpp"
#include "support/memory_target.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Plan plan_on(MemoryTarget& target, std::vector<Table> tables, const PlanOptions& options = {}) {
  auto made = read_and_plan(registry(std::move(tables)), target, options);
  EXPECT_TRUE(made);
  return *std::move(made);
}

std::vector<TableStatus> statuses(const SyncReport& report) {
  std::vector<TableStatus> all;
  for (const TableReport& each : report.tables) all.push_back(each.status);
  return all;
}

TEST(Apply, CreatesChangesAndVerifies) {
  MemoryTarget target(lake());
  SyncReport first = apply(plan_on(target, {simple("d.s.a")}), target, target);
  EXPECT_THAT(statuses(first), ElementsAre(TableStatus::applied));
  EXPECT_TRUE(first.tables[0].verified);
  EXPECT_EQ(first.tables[0].version_after, 0);
  EXPECT_EQ(first.exit_code(), 0);

  const Table grown = table("d.s.a", {column("id", "INT"), column("x", "INT")});
  const SyncReport second = apply(plan_on(target, {grown}), target, target);
  EXPECT_EQ(second.tables[0].version_before, 0);
  EXPECT_EQ(second.tables[0].version_after, 1);
  EXPECT_EQ(second.tables[0].steps_done, 1U);
  EXPECT_EQ(second.tables[0].commits, 1U);
  EXPECT_TRUE(plan_on(target, {grown}).in_sync());
  EXPECT_THAT(statuses(apply(plan_on(target, {grown}), target, target)), ElementsAre(TableStatus::in_sync));
}

TEST(Apply, OneTablesFailureStopsOnlyThoseThatReferToIt) {
  MemoryTarget target(lake());
  target.failing = {"d.s.b"};
  const SyncReport report =
      apply(plan_on(target, {referring(keyed("d.s.a"), "d.s.b"), keyed("d.s.b"), simple("d.s.c")}), target, target);
  ASSERT_THAT(statuses(report), ElementsAre(TableStatus::failed, TableStatus::skipped, TableStatus::applied));
  EXPECT_EQ(report.tables[0].reason, "the disk is full");
  EXPECT_EQ(report.tables[0].fix, "make room");
  EXPECT_EQ(report.tables[1].name, TableName::parse("d.s.a"));
  EXPECT_THAT(report.tables[1].reason, HasSubstr("refers to d.s.b"));
  EXPECT_EQ(report.exit_code(), 4);
  EXPECT_FALSE(report.ok());
}

TEST(Apply, NothingRunsForATableWithAnError) {
  MemoryTarget target(lake());
  target.put(observed(table("d.s.a", {column("id", "BIGINT")})));
  const SyncReport report = apply(plan_on(target, {simple("d.s.a")}), target, target);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::blocked));
  EXPECT_EQ(report.exit_code(), 3);
  EXPECT_EQ(target.tables.at("d.s.a").version, 7);
}

TEST(Apply, AChangeMeanwhileIsAConflict) {
  MemoryTarget target(lake());
  target.put(observed(simple("d.s.a")));
  Plan plan = plan_on(target, {table("d.s.a", {column("id", "INT"), column("x", "INT")})});
  target.tables.at("d.s.a").table.columns.push_back(column("other", "INT"));
  const SyncReport report = apply(std::move(plan), target, target);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::conflict));
  EXPECT_EQ(report.exit_code(), 5);
}

TEST(Apply, WhatIsNotAllowedIsLeft) {
  MemoryTarget target(lake());
  const Table before = table("d.s.a", {column("id", "INT"), column("gone", "INT")});
  target.put(marked(mapped(observed(before)), before));
  const SyncReport waiting = apply(plan_on(target, {simple("d.s.a")}), target, target);
  EXPECT_THAT(statuses(waiting), ElementsAre(TableStatus::planned));
  EXPECT_EQ(waiting.exit_code(), 2);
  const SyncReport part =
      apply(plan_on(target, {table("d.s.a", {column("id", "INT"), column("x", "INT")})}), target, target);
  EXPECT_THAT(statuses(part), ElementsAre(TableStatus::partly_applied));
  EXPECT_TRUE(part.tables[0].verified);
  EXPECT_EQ(part.tables[0].steps_skipped, 1U);
  EXPECT_EQ(part.exit_code(), 2);
}

TEST(Apply, AnUnreadableTableIsAFailure) {
  MemoryTarget target(lake());
  ObservedTable torn = absent("d.s.a");
  torn.presence = Presence::failed;
  torn.problem = "its log is torn";
  target.put(torn);
  const SyncReport report = apply(plan_on(target, {simple("d.s.a")}), target, target);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::failed));
  EXPECT_EQ(report.tables[0].reason, "its log is torn");
  EXPECT_EQ(report.exit_code(), 4);
}

TEST(Apply, StopsBetweenTables) {
  MemoryTarget target(lake());
  int asked = 0;
  ApplyObserver observer;
  observer.stop_requested = [&] { return ++asked > 1; };
  const SyncReport report = apply(plan_on(target, {simple("d.s.a"), simple("d.s.b")}), target, target, observer);
  EXPECT_TRUE(report.interrupted);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::applied, TableStatus::planned));
  EXPECT_EQ(report.exit_code(), 130);
}

/// A target that does something else than it is asked.
class Liar : public MemoryTarget {
 public:
  using MemoryTarget::MemoryTarget;
  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    auto result = MemoryTarget::execute(plan, unit);
    tables.at("d.s.a").table.columns.push_back(column("surprise", "INT"));
    return result;
  }
};

TEST(Apply, BelievesOnlyWhatItReadsBack) {
  Liar target(lake());
  const SyncReport report = apply(plan_on(target, {simple("d.s.a")}), target, target);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::failed));
  EXPECT_FALSE(report.tables[0].verified);
  EXPECT_EQ(report.tables[0].findings.at(0).code, rules::kNotAsPlanned.code);
}

TEST(Apply, TellsHowFarItIs) {
  MemoryTarget target(lake());
  target.put(observed(simple("d.s.a")));
  std::vector<std::string> heard;
  ApplyObserver observer;
  observer.started = [&](std::size_t index, std::size_t count, const TablePlan& one) {
    heard.push_back(std::to_string(index) + "/" + std::to_string(count) + " " + one.name.text());
  };
  observer.finished = [&](const TableReport& one) { heard.push_back("done " + one.name.text()); };
  apply(plan_on(target, {simple("d.s.a"), simple("d.s.b")}), target, target, observer);
  EXPECT_THAT(heard, ElementsAre("0/1 d.s.b", "done d.s.b", "done d.s.a"));
}

TEST(Apply, ARenamedTableIsReadUnderItsNewName) {
  MemoryTarget target(lake());
  target.put(marked(observed(simple("d.s.old")), simple("d.s.old")));
  Table after = table("d.s.new", {column("id", "INT"), column("x", "INT")});
  after.renamed_from = {"d.s.old"};
  PlanOptions options;
  options.allow = {{"rename-table", "*"}};
  const SyncReport report = apply(plan_on(target, {after}, options), target, target);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::applied));
  EXPECT_TRUE(report.tables[0].verified);
  EXPECT_EQ(report.tables[0].commits, 1U) << "a directory's rename is no commit";
  EXPECT_TRUE(plan_on(target, {after}).in_sync());
}

TEST(Apply, ARenamedTableIsStillOursWithoutItsEarlierName) {
  MemoryTarget target(lake());
  const Table before = table("d.s.old", {column("id", "INT"), column("gone", "INT")});
  target.put(marked(mapped(observed(before)), before));
  Table after = table("d.s.new", before.columns);
  after.renamed_from = {"d.s.old"};
  PlanOptions options;
  options.allow = {{"rename-table", "*"}};
  const SyncReport report = apply(plan_on(target, {after}, options), target, target);
  EXPECT_THAT(statuses(report), ElementsAre(TableStatus::applied));
  EXPECT_TRUE(report.tables[0].verified);
  EXPECT_THAT(plan_on(target, {after}).tables.at(0).units, IsEmpty()) << "once is enough";
  const TablePlan later = plan_on(target, {simple("d.s.new")}).tables.at(0);
  EXPECT_FALSE(later.unmarked);
  EXPECT_EQ(later.skipped_count(), 1U) << "what is removed from the code now is a step";
}

/// Lends a target to an engine, which wants to own one.
struct LentReader : CatalogReader {
  MemoryTarget& target;
  explicit LentReader(MemoryTarget& lent) : target(lent) {}
  const Capabilities& capabilities() const override { return target.capabilities(); }
  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override { return target.read(names); }
  Expected<std::vector<TableName>> list(std::span<const TableName> spaces) override { return target.list(spaces); }
};
struct LentExecutor : PlanExecutor {
  MemoryTarget& target;
  explicit LentExecutor(MemoryTarget& lent) : target(lent) {}
  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    return target.execute(plan, unit);
  }
};
Target lent(MemoryTarget& target) {
  return {std::make_unique<LentReader>(target), std::make_unique<LentExecutor>(target)};
}

TEST(Engine, SyncsARegistryOrThrowsWithTheReport) {
  MemoryTarget target(lake());
  Engine engine(lent(target));
  const Registry code = registry({table("{env}.s.a", {column("id", "INT")})});
  EXPECT_TRUE(engine.sync(code, {{"env", "dev"}}).ok());
  EXPECT_TRUE(target.tables.contains("dev.s.a"));
  EXPECT_THROW(engine.sync(code), std::invalid_argument);
  target.tables.at("dev.s.a").table.columns[0].type = type("BIGINT");
  try {
    engine.sync(code, {{"env", "dev"}});
    FAIL() << "a BIGINT does not become an INT";
  } catch (const SyncFailedError& error) {
    EXPECT_EQ(error.report().exit_code(), 3);
    EXPECT_THAT(error.what(), HasSubstr("1 of 1 tables are not in sync"));
    EXPECT_THAT(error.what(), HasSubstr("dev.s.a: blocked: id is BIGINT on the target"));
  }
}

TEST(Engine, AReadOnlyTargetIsSaidToBeSo) {
  MemoryTarget target(lake());
  Engine engine(Target{std::make_unique<LentReader>(target), nullptr});
  EXPECT_THROW(engine.sync(registry({simple("d.s.a")})), std::runtime_error);
  target.put(observed(simple("d.s.a")));
  EXPECT_TRUE(engine.sync(registry({simple("d.s.a")})).ok());
}

TEST(ReportJson, HoldsTheRunAndThePlan) {
  MemoryTarget target(lake());
  const std::string json = to_json(apply(plan_on(target, {simple("d.s.a")}), target, target));
  EXPECT_THAT(json, HasSubstr("\"format\": \"deltac.report/1\""));
  EXPECT_THAT(json, HasSubstr("\"status\": \"applied\""));
  EXPECT_THAT(json, HasSubstr("\"format\": \"deltac.plan/1\""));
}

}  // namespace
}  // namespace delta
