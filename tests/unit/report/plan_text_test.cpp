#include "report/plan_text.hpp"

#include <gmock/gmock.h>

#include "delta/report/plan_json.hpp"
#include "delta/report/sync_report.hpp"
#include "delta/rules/changes.hpp"
#include "delta/rules/rule.hpp"
#include "report/step_text.hpp"
#include "sample_plan.hpp"

namespace delta::report {
namespace {

using sample::column;
using sample::step;

TEST(PlanText, AWholePlan) {
  EXPECT_EQ(plan_text(sample::shop(), sample::invocation(), {}, false),
            R"(shop-migrate plan   lake:./lake   env=dev   registry shop 3f9a1c

  dev.silver.customers   in sync
  dev.silver.orders      6 steps, 3 need permission
    ~ enable   column mapping (name)  one way: readers need Delta reader 2  --allow protocol-upgrade
    ~ enable   type widening          one way                               --allow protocol-upgrade
    ~ rename   note → remark          keeps data                            after column mapping
    + add      discount DECIMAL(5,2)  nullable
    ~ widen    total DECIMAL(18,2) → (20,2)                                 after type widening
    - drop     legacy_code STRING     loses a column of data                --allow drop-column
  dev.silver.returns     new: 6 columns, clustered by (day)

  unmanaged, left alone: dev.silver.orders: column etl_ts (added by a writer)
  3 tables: 1 new, 1 changed, 1 in sync. 7 steps, 3 need permission.
  Apply with: shop-migrate apply --target lake:./lake --var env=dev --allow protocol-upgrade --allow drop-column
)");
}

TEST(PlanText, WhatIsAllowedIsNotAskedForAgain) {
  Plan plan = sample::shop();
  for (Step& one : plan.tables[1].units[0].steps) one.skipped = one.permission == "drop-column";
  Invocation invocation = sample::invocation();
  invocation.allow = {{"protocol-upgrade", "dev.*"}};
  const std::string text = plan_text(plan, invocation, {}, false);
  EXPECT_NE(text.find("  dev.silver.orders      6 steps, 1 needs permission\n"), std::string::npos) << text;
  EXPECT_NE(text.find("type widening          one way                               allowed\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("--allow 'protocol-upgrade:dev.*' --allow drop-column\n"), std::string::npos) << text;
}

TEST(PlanText, InSyncIsOneLine) {
  Plan plan = sample::shop();
  plan.tables = {sample::table("dev.silver.customers")};
  EXPECT_EQ(plan_text(plan, sample::invocation(), {}, false),
            "shop-migrate plan   lake:./lake   env=dev   registry shop 3f9a1c\n\n"
            "  dev.silver.customers   in sync\n\n"
            "  1 table in sync.\n");
}

TEST(PlanText, ManyTablesInSyncAreFolded) {
  Plan plan = sample::shop();
  plan.tables = {sample::orders()};
  for (int i = 0; i < 98; ++i)
    plan.tables.push_back(sample::table("dev.silver.a_rather_long_name_" + std::to_string(i)));
  const std::string text = plan_text(plan, sample::invocation(), {}, false);
  EXPECT_NE(text.find("\n  98 other tables     in sync\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("a_rather_long_name_"), std::string::npos);
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 24) << "a normal change fits on a screen";
  Invocation verbose = sample::invocation();
  verbose.verbose = true;
  EXPECT_NE(plan_text(plan, verbose, {}, false).find("a_rather_long_name_97"), std::string::npos);
}

TEST(PlanText, VerboseShowsTheSql) {
  Invocation verbose = sample::invocation();
  verbose.verbose = true;
  EXPECT_NE(plan_text(sample::shop(), verbose, {}, false)
                .find("      ALTER TABLE `dev`.`silver`.`orders` ADD COLUMNS (`discount` DECIMAL(5,2))\n"),
            std::string::npos);
}

TEST(PlanText, WhatTwoTablesHaveTogetherIsToldOnce) {
  Plan plan = sample::shop();
  Finding finding;
  finding.code = 101;
  finding.span = {"include/shop/orders.hpp", 26, 16, 8};
  finding.text = "dev.silver.orders is declared twice";
  TablePlan first = sample::table("dev.silver.orders");
  first.findings = {finding};
  TablePlan second = sample::table("dev.silver.Orders");
  second.findings = {finding};
  plan.tables = {first, second};
  const std::string text = plan_text(plan, sample::invocation(), {}, false);
  EXPECT_EQ(text.find("is declared twice"), text.rfind("is declared twice")) << text;
  EXPECT_NE(text.find("    as said above [DLT101]\n"), std::string::npos) << text;
}

TEST(PlanText, ARefusalPointsAtTheCode) {
  Plan plan = sample::shop();
  TablePlan refused = sample::table("dev.silver.orders");
  Finding finding;
  finding.code = 701;
  finding.span = {"include/shop/orders.hpp", 26, 16, 8};
  finding.text = "quantity is NOT NULL, and Delta cannot add such a column to an existing table";
  finding.fix = "make it std::optional<std::int64_t>";
  refused.findings = {finding};
  plan.tables = {refused};
  const SourceLines lines{{{"include/shop/orders.hpp", 26}, "  std::int64_t quantity;"}};
  const std::string text = plan_text(plan, sample::invocation(), lines, false);
  const rules::RuleInfo* rule = rules::find_rule(701);
  ASSERT_NE(rule, nullptr);
  const std::string answer = rule->prevents.empty() ? "" : "(Spark would answer " + std::string(rule->prevents) + ".) ";
  EXPECT_EQ(text,
            "shop-migrate plan   lake:./lake   env=dev   registry shop 3f9a1c\n\n"
            "  dev.silver.orders   refused\n"
            "    include/shop/orders.hpp:26:16: error: quantity is NOT NULL, and Delta cannot add such a column to an "
            "existing table [DLT701]\n"
            "       26 |   std::int64_t quantity;\n"
            "          |                ^~~~~~~~ make it std::optional<std::int64_t>\n"
            "    " +
                answer +
                "Nothing will run for this table.\n\n"
                "  1 table: 1 refused.\n");
}

TEST(PlanText, WhatCannotBeReadIsNotAbsent) {
  Plan plan = sample::shop();
  TablePlan broken = sample::table("dev.silver.orders", Presence::failed);
  broken.problem = "its log is torn: 00000000000000000002.json ends in the middle of a line";
  broken.findings = {rules::finding(rules::kUnreadable, {}, broken.problem)};
  broken.findings[0].table = "dev.silver.orders";
  plan.tables = {broken};
  const std::string text = plan_text(plan, sample::invocation(), {}, false);
  EXPECT_NE(
      text.find("  dev.silver.orders   cannot be read\n"
                "    dev.silver.orders: error: its log is torn: 00000000000000000002.json ends in the middle of a "
                "line [DLT752]\n"
                "    Nothing will run for this table.\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("  1 table: 1 not readable.\n"), std::string::npos);
}

TEST(PlanText, WhatRefersToATableThatCannotBeReadIsSkipped) {
  Plan plan = sample::shop();
  TablePlan broken = sample::table("dev.silver.orders", Presence::failed);
  broken.problem = "its log is torn";
  TablePlan returns = sample::returns();
  returns.depends_on = {broken.name};
  plan.tables = {broken, returns};
  const std::string text = plan_text(plan, sample::invocation(), {}, false);
  EXPECT_THAT(text, testing::HasSubstr(
                        "  dev.silver.returns   skipped: it refers to dev.silver.orders, which is not in sync\n"));
  EXPECT_THAT(text, testing::HasSubstr("  2 tables: 1 not readable, 1 skipped. 1 step.\n"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("Apply with")));
  const SyncReport report = report_of(plan);
  EXPECT_EQ(report.tables.at(1).status, TableStatus::skipped);
  EXPECT_EQ(report.tables.at(1).fix, "settle dev.silver.orders and apply again");
  EXPECT_THAT(to_json(plan), testing::HasSubstr("\"by\": \"dev.silver.orders\""));
  plan.tables[0] = sample::table("dev.silver.orders");
  EXPECT_THAT(plan_text(plan, sample::invocation(), {}, false),
              testing::HasSubstr("dev.silver.returns   new: 6 columns"));
}

TEST(PlanText, UnmanagedThingsOfManyTables) {
  Plan plan = sample::shop();
  plan.tables[0].unmanaged = {{"column x", ""}, {"property team.owner", "set by hand"}};
  const std::string text = plan_text(plan, sample::invocation(), {}, false);
  EXPECT_NE(text.find("  unmanaged, left alone:\n"
                      "    dev.silver.customers  column x, property team.owner (set by hand)\n"
                      "    dev.silver.orders     column etl_ts (added by a writer)\n"),
            std::string::npos)
      << text;
}

TEST(PlanText, OrphansNotesAndUnmarkedTablesAreSaidOnce) {
  Plan plan = sample::shop();
  plan.tables = {sample::table("dev.silver.customers")};
  plan.tables[0].unmarked = true;
  plan.orphans = {{"dev.silver.old_orders", "last declared by registry shop"}};
  plan.notes = {"keys and tags are not stored on a lake"};
  EXPECT_EQ(plan_text(plan, sample::invocation(), {}, false),
            "shop-migrate plan   lake:./lake   env=dev   registry shop 3f9a1c\n\n"
            "  dev.silver.customers   in sync\n\n"
            "  orphans, left alone:\n"
            "    dev.silver.old_orders  last declared by registry shop\n"
            "  note: keys and tags are not stored on a lake\n"
            "  1 table is not marked as ours, so what the code once declared is not known: apply --adopt marks it\n"
            "  1 table in sync.\n");
}

TEST(PlanText, AReadOnlyTargetIsNotOfferedForApply) {
  const std::string text = plan_text(sample::shop(), sample::invocation(), {}, true);
  EXPECT_EQ(text.find("Apply with"), std::string::npos);
  EXPECT_NE(text.find("A snapshot is read-only: apply to the target that it was made of.\n"), std::string::npos);
}

TEST(PlanText, ColourChangesNoText) {
  Invocation colored = sample::invocation();
  colored.color = true;
  std::string text = plan_text(sample::shop(), colored, {}, false);
  EXPECT_NE(text.find("\x1b[31m"), std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  EXPECT_EQ(text, plan_text(sample::shop(), sample::invocation(), {}, false));
}

TEST(StepText, EveryActionHasItsWords) {
  const auto words = [](const Action& action) {
    const StepText text = describe_step(action, false);
    return std::string(1, text.mark) + " " + text.verb + " " + text.subject;
  };
  Table made;
  made.columns = {column("id", DataType::of(TypeKind::bigint))};
  made.partition_by = {"id"};
  EXPECT_EQ(words(action::CreateTable{made, {}}), "+ create 1 column, partitioned by (id)");
  EXPECT_EQ(words(action::DropTable{TableName::parse("a.b")}), "- drop the table a.b");
  EXPECT_EQ(words(action::RenameTable{TableName::parse("a.b"), TableName::parse("a.c")}),
            "~ rename the table a.b → a.c");
  EXPECT_EQ(words(action::EnableFeature{"clustering", {}}), "~ enable clustering");
  EXPECT_EQ(words(action::EnableFeature{"newFeature", {}}), "~ enable newFeature");
  EXPECT_EQ(words(action::AddColumn{"s.a", column("a", DataType::of(TypeKind::string))}), "+ add s.a STRING");
  EXPECT_EQ(words(action::DropColumn{"a", DataType::of(TypeKind::date)}), "- drop a DATE");
  EXPECT_EQ(words(action::RenameColumn{"s.a", "b"}), "~ rename s.a → b");
  EXPECT_EQ(words(action::AlterType{"a", DataType::of(TypeKind::integer), DataType::of(TypeKind::bigint)}),
            "~ widen a INT → BIGINT");
  EXPECT_EQ(words(action::DropNotNull{"a"}), "~ relax a: NULL allowed");
  EXPECT_EQ(words(action::SetProperty{"k", "v", {}}), "+ set k = v");
  EXPECT_EQ(words(action::SetProperty{"k", "v", "u"}), "~ set k u → v");
  EXPECT_EQ(words(action::UnsetProperty{"k", "v"}), "- unset k (was v)");
  EXPECT_EQ(words(action::SetComment{{}, "all orders", ""}), "~ comment the table 'all orders'");
  EXPECT_EQ(words(action::SetComment{"a", "", "old"}), "- comment a (was 'old')");
  EXPECT_EQ(words(action::SetDefault{"a", "0", "1"}), "~ default a 0 (was 1)");
  EXPECT_EQ(words(action::DropDefault{"a", "1"}), "- default a (was 1)");
  EXPECT_EQ(words(action::AddCheck{"positive", "a > 0"}), "+ check positive: a > 0");
  EXPECT_EQ(words(action::DropCheck{"positive", "a > 0"}), "- check positive (was a > 0)");
  EXPECT_EQ(words(action::SetClustering{{"a", "b"}, {"c"}}), "~ cluster by (a, b) (was (c))");
  EXPECT_EQ(words(action::SetClustering{{}, {"c"}}), "~ cluster by none (was (c))");
  EXPECT_EQ(words(action::RestoreTable{3, made}), "~ restore the table as of version 3");
}

TEST(StepText, LongTextsAreCutUnlessAskedFor) {
  const Action action = action::SetComment{"a", std::string(100, 'x'), ""};
  EXPECT_EQ(describe_step(action, false).subject, "a '" + std::string(39, 'x') + "…'");
  EXPECT_EQ(describe_step(action, true).subject, "a '" + std::string(100, 'x') + "'");
}

TEST(CommandLine, IsForCopyingToAShell) {
  Invocation invocation = sample::invocation();
  invocation.target = "lake:./my lake";
  invocation.variables = {{"env", "it's"}};
  invocation.tables = "*.orders";
  invocation.adopt = true;
  EXPECT_EQ(command_line(invocation, "apply", {{"drop-column", "*"}, {"drop-table", "dev.*"}, {"drop-column", "*"}}),
            "shop-migrate apply --target 'lake:./my lake' --var 'env=it'\\''s' --tables '*.orders' --adopt "
            "--allow drop-column --allow 'drop-table:dev.*'");
}

}  // namespace
}  // namespace delta::report
