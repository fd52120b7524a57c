#include "report/apply_text.hpp"
#include "delta/rules/changes.hpp"

#include <gmock/gmock.h>

#include "sample_plan.hpp"

namespace delta::report {
namespace {

TableReport done(const std::string& name) {
  TableReport out;
  out.name = TableName::parse(name);
  out.status = TableStatus::applied;
  out.elapsed = std::chrono::milliseconds(120);
  return out;
}

TableReport changed() {
  TableReport out = done("dev.silver.orders");
  out.steps_done = 6;
  out.commits = 1;
  out.version_before = 12;
  out.version_after = 13;
  out.verified = true;
  return out;
}

std::string line(const TableReport& table) { return table_line(table, 19, sample::invocation("apply")); }

TEST(TableLine, SaysWhatWasDoneAndThatItWasReadBack) {
  EXPECT_EQ(line(changed()),
            "  done  dev.silver.orders     6 steps in 1 commit, version 12 → 13, read back equal  0.1 s\n");
}

TEST(TableLine, ANewTable) {
  TableReport table = done("dev.silver.returns");
  table.steps_done = 1;
  table.commits = 1;
  table.version_after = 0;
  table.verified = true;
  EXPECT_EQ(line(table), "  done  dev.silver.returns    created at version 0, read back equal                 0.1 s\n");
}

TEST(TableLine, StepsThatWaitForPermission) {
  TableReport table = changed();
  table.status = TableStatus::partly_applied;
  table.steps_done = 1;
  table.steps_skipped = 5;
  table.verified = false;
  EXPECT_EQ(
      line(table),
      "  part  dev.silver.orders     1 step in 1 commit, version 12 → 13, 5 left for want of permission  0.1 s\n");
}

TEST(TableLine, AMarkAlone) {
  TableReport table = changed();
  table.steps_done = 0;
  EXPECT_EQ(line(table),
            "  done  dev.silver.orders     marked as ours in 1 commit, version 12 → 13, read back equal  0.1 s\n");
}

TEST(TableLine, AFailureTellsReasonAndFix) {
  TableReport table = done("dev.silver.orders");
  table.status = TableStatus::failed;
  table.reason = "cannot write 00000000000000000003.json: Read-only file system";
  table.fix = "make the folder writable and run apply again";
  EXPECT_EQ(line(table),
            "  fail  dev.silver.orders     failed, nothing was changed                           0.1 s\n"
            "        cannot write 00000000000000000003.json: Read-only file system\n"
            "        make the folder writable and run apply again\n");
  table.status = TableStatus::conflict;
  table.findings = {rules::finding(rules::kConflict, {}, table.reason, table.fix)};
  EXPECT_NE(line(table).find("  fail  dev.silver.orders     changed since it was read, nothing was run"),
            std::string::npos);
  table.findings = {rules::finding(rules::kOthersAtWork, {}, table.reason, table.fix)};
  EXPECT_NE(line(table).find("  fail  dev.silver.orders     others may be at work, nothing was run"),
            std::string::npos);
}

SyncReport report_of(std::vector<TableReport> tables) {
  SyncReport out;
  out.tables = std::move(tables);
  return out;
}

TEST(RunSummary, WhatStopsTheWholeRunIsSaidOnce) {
  SyncReport report = report_of({done("a.b"), done("a.c")});
  for (TableReport& table : report.tables) {
    table.status = TableStatus::conflict;
    table.reason = "the run was not begun";
    table.commits = table.steps_done = 0;
    EXPECT_THAT(line(table), testing::HasSubstr("nothing was run"));
    EXPECT_THAT(line(table), testing::Not(testing::HasSubstr("changed")));
  }
  report.findings = {rules::finding(rules::kOthersAtWork, {}, "a.b was committed to 52 ms ago", "wait a minute")};
  EXPECT_EQ(run_summary(report, sample::invocation("apply")),
            "  not begun: a.b was committed to 52 ms ago [DLT809]\n"
            "    wait a minute\n"
            "  0 of 2 tables in sync, 2 not begun.\n"
            "  When nobody else is at work, run it again: shop-migrate apply --target lake:./lake --var env=dev\n");
}

TEST(RunSummary, EverythingInSync) {
  EXPECT_EQ(run_summary(report_of({changed(), done("a.b")}), sample::invocation("apply")), "  2 tables in sync.\n");
}

TEST(RunSummary, NamesTheCommandForWhatIsLeft) {
  SyncReport report = report_of({changed()});
  report.plan = sample::shop();
  report.tables[0].status = TableStatus::partly_applied;
  report.tables[0].steps_skipped = 2;
  EXPECT_EQ(run_summary(report, sample::invocation("apply")),
            "  0 of 1 table in sync, 1 waiting for permission.\n"
            "  To run the rest: shop-migrate apply --target lake:./lake --var env=dev --allow protocol-upgrade "
            "--allow drop-column\n");
}

TEST(RunSummary, WhatWasNotBegunWaitsForNoPermission) {
  SyncReport report = report_of({changed(), changed(), changed(), changed()});
  report.tables[0].status = TableStatus::failed;
  report.tables[1].status = report.tables[2].status = report.tables[3].status = TableStatus::planned;
  report.tables[1].reason = report.tables[2].reason = "not begun: a.b failed, and --fail-fast ends the run there";
  report.tables[2].steps_skipped = report.tables[3].steps_skipped = 1;
  EXPECT_THAT(run_summary(report, sample::invocation("apply")),
              testing::HasSubstr("  0 of 4 tables in sync, 1 waiting for permission, 2 not begun, 1 failed.\n"));
}

TEST(RunSummary, WhatWasTakenBackIsNotInSync) {
  SyncReport report = report_of({changed(), changed()});
  report.back = true;
  for (TableReport& table : report.tables) {
    table.status = TableStatus::undone;
    table.steps_undone = table.steps_done;
  }
  EXPECT_EQ(run_summary(report, sample::invocation("recover")), "  2 tables taken back.\n");
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_TRUE(report.ok());
  EXPECT_THAT(line(report.tables[0]), testing::HasSubstr("  back  dev.silver.orders     6 steps undone, read back as"));
  report.tables[1].status = TableStatus::failed;
  EXPECT_THAT(run_summary(report, sample::invocation("recover")),
              testing::HasSubstr("  1 of 2 tables taken back, 1 failed.\n"));
}

TEST(RunSummary, AfterAConflictAPlanComesFirst) {
  SyncReport report = report_of({changed(), changed()});
  report.tables[1].status = TableStatus::conflict;
  EXPECT_EQ(run_summary(report, sample::invocation("apply")),
            "  1 of 2 tables in sync, 1 changed meanwhile.\n"
            "  Somebody else changed a table. Plan again: shop-migrate plan --target lake:./lake --var env=dev\n");
}

TEST(RunSummary, OfAnUnfinishedRunNamesItsRecovery) {
  SyncReport report = report_of({changed(), done("a.b")});
  report.tables[1].status = TableStatus::failed;
  report.unfinished = "not all of it is taken back";
  report::Invocation invocation = sample::invocation("apply");
  invocation.allow = {{"drop-column", "*"}};
  EXPECT_THAT(run_summary(report, invocation),
              ::testing::EndsWith("  When the cause is gone, go on with: shop-migrate recover --target lake:./lake "
                                  "--var env=dev\n"));
  report.undo.emplace();
  EXPECT_THAT(run_summary(report, invocation),
              ::testing::EndsWith("  When the cause is gone, go on with: shop-migrate recover --target lake:./lake "
                                  "--var env=dev --allow drop-column --back\n"));
}

TEST(RunSummary, Interrupted) {
  SyncReport report = report_of({changed(), done("a.b")});
  report.tables[1].status = TableStatus::planned;
  report.interrupted = true;
  EXPECT_EQ(run_summary(report, sample::invocation("apply")),
            "  Interrupted.\n"
            "  1 of 2 tables in sync, 1 not finished.\n"
            "  Every table is whole. Go on with: shop-migrate apply --target lake:./lake --var env=dev\n");
}

}  // namespace
}  // namespace delta::report
