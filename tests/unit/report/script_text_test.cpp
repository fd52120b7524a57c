#include "report/script_text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "sample_plan.hpp"

namespace delta::report {
namespace {

std::string script(const Plan& plan) { return script_text(plan, sample::invocation("emit"), sql::newest_spark()); }

TEST(ScriptText, RunsWhatIsAllowedAndShowsTheRestAsComments) {
  Plan plan = sample::shop();
  plan.tables = {sample::table("dev.silver.customers"), sample::orders()};
  const std::string version(sql::newest_spark().version);
  EXPECT_EQ(script(plan),
            "-- shop-migrate emit   lake:./lake   env=dev   registry shop 3f9a1c\n"
            "-- For spark " +
                version +
                " and later. Made for the state that was read: where a table has changed since, "
                "make the script again.\n"
                "\n"
                "-- dev.silver.orders: 6 steps\n"
                "ALTER TABLE `dev`.`silver`.`orders` ADD COLUMNS (`discount` DECIMAL(5,2));\n"
                "-- Skipped: enable column mapping (name): one way: readers need Delta reader 2. It needs --allow "
                "protocol-upgrade\n"
                "--   ALTER TABLE `dev`.`silver`.`orders` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name');\n"
                "-- Skipped: enable type widening: one way. It needs --allow protocol-upgrade\n"
                "--   ALTER TABLE `dev`.`silver`.`orders` SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true');\n"
                "-- Skipped: rename note → remark: keeps data. It needs column mapping\n"
                "--   ALTER TABLE `dev`.`silver`.`orders` RENAME COLUMN `note` TO `remark`;\n"
                "-- Skipped: widen total DECIMAL(18,2) → (20,2). It needs type widening\n"
                "--   ALTER TABLE `dev`.`silver`.`orders` ALTER COLUMN `total` TYPE DECIMAL(20,2);\n"
                "-- Skipped: drop legacy_code STRING: loses a column of data. It needs --allow drop-column\n"
                "--   ALTER TABLE `dev`.`silver`.`orders` DROP COLUMNS (`legacy_code`);\n");
}

/// Everything outside comments, whitespace removed: what an engine would run.
std::string runnable(const std::string& script) {
  std::istringstream lines(script);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("--")) out += line;
  }
  return out;
}

TEST(ScriptText, NoTextOfOthersLeavesItsComment) {
  Plan plan = sample::shop();
  TablePlan table = sample::table("dev.silver.orders");
  Unit unit;
  unit.steps.push_back(sample::step(action::SetComment{{}, "x\nDROP TABLE a;\r\nDROP TABLE b;\u2028DROP TABLE c", ""},
                                    "why\nDROP TABLE d", "drop-column"));
  table.units.push_back(unit);
  plan.tables = {table};
  EXPECT_EQ(runnable(script(plan)), "");
}

TEST(ScriptText, WhyAStepWaitsIsInTheSameSentence) {
  Plan plan = sample::shop();
  TablePlan table = sample::table("dev.silver.orders");
  Unit unit;
  unit.steps.push_back(sample::step(action::DropCheck{"positive", "id > 0"}, "added back below", ""));
  unit.steps.back().skipped = true;
  unit.steps.back().skip_reason = "waits for column id";
  table.units.push_back(unit);
  plan.tables = {table};
  EXPECT_NE(script(plan).find(": added back below; waits for column id\n"), std::string::npos) << script(plan);
}

TEST(ScriptText, WhatIsRefusedIsLeftOutAndSaid) {
  Plan plan = sample::shop();
  plan.tables = {sample::orders()};
  Finding finding;
  finding.code = 701;
  finding.text = "quantity is NOT NULL";
  finding.fix = "make it std::optional";
  plan.tables[0].findings = {finding};
  const std::string text = script(plan);
  EXPECT_EQ(runnable(text), "");
  EXPECT_NE(text.find("-- dev.silver.orders: left out, refused\n"
                      "--   quantity is NOT NULL [DLT701]\n"
                      "--     make it std::optional\n"),
            std::string::npos)
      << text;
}

TEST(ScriptText, NothingToRunIsSaid) {
  Plan plan = sample::shop();
  plan.tables = {sample::table("dev.silver.customers")};
  EXPECT_NE(script(plan).find("-- 1 table in sync: nothing to run.\n"), std::string::npos);
}

}  // namespace
}  // namespace delta::report
