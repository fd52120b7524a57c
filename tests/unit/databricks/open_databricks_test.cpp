// From a connection string to a plan, through ODBC and a driver that plays a workspace as its documentation shows it.
#include <gmock/gmock.h>

#include "delta/engine.hpp"
#include "delta/rules/changes.hpp"
#include "support/tables.hpp"
#include "unit/odbc/scripted.hpp"

namespace delta::odbc::test {
namespace {

using namespace delta::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

Json rows(const std::string& match, std::size_t columns, Json rows_of) {
  Json names = Json::array();
  for (std::size_t i = 0; i < columns; ++i) names.push_back("c" + std::to_string(i));
  return {{"match", match}, {"columns", names}, {"rows", std::move(rows_of)}};
}

Json facts(const Json& version) {
  return rows("SELECT current_version\\(\\)[\\s\\S]*", 4, {{version, "dev", "", "deploy@shop"}});
}

Json metastore() { return rows("SELECT current_metastore\\(\\)", 1, {{"aws:eu:1"}}); }

Json detail() {
  return rows("DESCRIBE DETAIL `dev`.`silver`.`customers`", 16,
              {{"delta", "id", "dev.silver.customers", nullptr, "s3://lake/customers", "t", "t", "[]", "[]", "3", "100",
                R"({"delta.columnMapping.mode":"name"})", "3", "7",
                R"(["appendOnly","invariants","columnMapping","deletionVectors"])", "{}"}});
}

/// What a plan of one table asks.
Json catalogue() {
  return {rows("SELECT s\\.catalog_name[\\s\\S]*", 7,
               {{"dev", "silver", "customers", "MANAGED", "DELTA", nullptr, "s3://lake/customers"},
                {"dev", "silver", "orders", "MANAGED", "DELTA", nullptr, "s3://lake/orders"}}),
          rows("SELECT table_catalog[\\s\\S]*", 9,
               {{"dev", "silver", "customers", "id", "bigint", "NO", nullptr, nullptr, nullptr},
                {"dev", "silver", "customers", "email", "string", "YES", nullptr, nullptr, nullptr}}),
          rows("SELECT c\\.constraint_type[\\s\\S]*", 10,
               {{"FOREIGN KEY", "dev", "silver", "orders", "fk_o", "customer", "dev", "silver", "customers", "id"},
                {"PRIMARY KEY", "dev", "silver", "customers", "pk_c", "id", nullptr, nullptr, nullptr, nullptr}}),
          rows("SELECT [\\s\\S]*table_tags[\\s\\S]*", 6, {{"dev", "silver", "customers", "email", "pii", "true"}}),
          rows("SELECT [\\s\\S]*column_masks[\\s\\S]*", 8, Json::array()),
          detail()};
}

Table customers() {
  Table made = table("dev.silver.customers",
                     {renamed(required("nr", "BIGINT"), "id"), column("email", "STRING"), column("region", "STRING")});
  made.primary_key = Key{{}, {"nr"}, {}};
  made.columns[2].tags = {{"kind", "geo"}};
  return made;
}

struct OpenDatabricks : Scripted {
  Json script(const Json& version = nullptr) {
    Json made;
    made["statements"] = {metastore(), facts(version)};
    return made;
  }
  Expected<Target> open(const Json& made, const std::string& dialect = "") {
    return open_target("odbc:" + play(made, "UID=me;PWD=secret"), {.dialect = dialect});
  }
};

TEST_F(OpenDatabricks, AWorkspaceIsPlannedAndSaysThatItWasNeverRun) {
  Json made = script();
  for (const Json& step : catalogue()) made["statements"].push_back(step);
  made["statements"].push_back(
      rows("SELECT s\\.catalog_name[\\s\\S]*", 7,
           {{"dev", "silver", "customers", "MANAGED", "DELTA", nullptr, "s3://lake/customers"}}));
  auto target = open(made);
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->reader->capabilities().dialect, "databricks 16.3");
  const auto plan = read_and_plan(registry({customers()}), *target->reader, {});
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_THAT(plan->tables, SizeIs(1));
  std::vector<std::string> statements;
  for (const Unit& unit : plan->tables[0].units) {
    statements.insert(statements.end(), unit.statements.begin(), unit.statements.end());
  }
  const std::string alter = "ALTER TABLE `dev`.`silver`.`customers` ";
  ASSERT_THAT(statements, SizeIs(7));
  EXPECT_EQ(statements[0], "ALTER TABLE `dev`.`silver`.`orders` DROP CONSTRAINT IF EXISTS `fk_o`");
  EXPECT_EQ(statements[1], alter + "DROP CONSTRAINT `pk_c` RESTRICT");
  EXPECT_EQ(statements[2], alter + "RENAME COLUMN `id` TO `nr`");
  EXPECT_EQ(statements[3], alter + "ADD COLUMNS (`region` STRING)");
  EXPECT_EQ(statements[4], alter + "ALTER COLUMN `region` SET TAGS ('kind' = 'geo')");
  EXPECT_EQ(statements[5], alter + "ADD CONSTRAINT `pk_c` PRIMARY KEY (`nr`)");
  EXPECT_EQ(statements[6],
            "ALTER TABLE `dev`.`silver`.`orders` ADD CONSTRAINT `fk_o` FOREIGN KEY (`customer`) "
            "REFERENCES `dev`.`silver`.`customers` (`nr`)");
  EXPECT_THAT(plan->notes, ElementsAre(HasSubstr("never run against a live workspace")));
  for (const std::string& line : log()) EXPECT_THAT(line, Not(HasSubstr("secret")));
}

TEST_F(OpenDatabricks, AnOlderRuntimeHasItsOwnRow) {
  const auto target = open(script("15.4.x-scala2.12"));
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->reader->capabilities().dialect, "databricks 15.4");
}

TEST_F(OpenDatabricks, TheDialectThatIsNamedIsNotAskedFor) {
  Json made;
  made["statements"] = Json::array({facts(nullptr)});
  const auto target = open(made, "databricks 15.4");
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->reader->capabilities().dialect, "databricks 15.4");
  EXPECT_TRUE(target->reader->capabilities().stores_keys);
}

}  // namespace
}  // namespace delta::odbc::test
