// A NOT NULL column that is new in a table with rows: added, given its default, filled and tightened, through ODBC and
// a driver that plays a workspace as its documentation shows it.
#include <gmock/gmock.h>

#include "delta/engine.hpp"
#include "support/tables.hpp"
#include "unit/odbc/scripted.hpp"

namespace delta::odbc::test {
namespace {

using namespace delta::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Json rows(const std::string& match, std::size_t columns, Json rows_of) {
  Json names = Json::array();
  for (std::size_t i = 0; i < columns; ++i) names.push_back({{"name", "c" + std::to_string(i)}, {"size", 4000}});
  return {{"match", match}, {"columns", names}, {"rows", std::move(rows_of)}};
}

Json statement(const std::string& match) { return {{"match", match}}; }

/// `state` of the table: before, or with the new column.
struct State {
  bool column = false;
  bool tightened = false;
};

struct NotNullColumn : Scripted {
  void add(Json step) { script["statements"].push_back(std::move(step)); }

  void listing() {
    add(rows("SELECT s\\.catalog_name[\\s\\S]*", 7,
             {{"dev", "silver", "customers", "MANAGED", "DELTA", nullptr, "s3://lake/customers"}}));
  }

  /// One table is read.
  void reading(const State& state) {
    listing();
    Json columns = {{"dev", "silver", "customers", "id", "bigint", "NO", nullptr, nullptr, nullptr}};
    if (state.column) {
      columns.push_back(
          {"dev", "silver", "customers", "tier", "int", state.tightened ? "NO" : "YES", "1", nullptr, nullptr});
    }
    add(rows("SELECT table_catalog[\\s\\S]*", 9, columns));
    add(rows("SELECT c\\.constraint_type[\\s\\S]*", 10, Json::array()));
    add(rows("SELECT [\\s\\S]*table_tags[\\s\\S]*", 6, Json::array()));
    add(rows("SELECT [\\s\\S]*column_masks[\\s\\S]*", 8, Json::array()));
    const std::string features =
        std::string(R"(["appendOnly","invariants")") + (state.column ? R"(,"allowColumnDefaults"])" : "]");
    const std::string properties = state.column ? "{\"deltac.managed\":\"" + mark + "\"}" : "{}";
    add(rows("DESCRIBE DETAIL `dev`.`silver`.`customers`", 16,
             {{"delta", "id", "dev.silver.customers", nullptr, "s3://lake/customers", "t", "t", "[]", "[]", "3", "100",
               properties, "3", "7", features, "{}"}}));
  }

  Json script;
  std::string mark;  ///< of the table once it is changed
};

Table customers() {
  Table made = table("dev.silver.customers", {required("id", "BIGINT"), defaulted(required("tier", "INT"), "1")});
  return made;
}

TEST_F(NotNullColumn, IsAddedFilledAndTightened) {
  mark = encode(declared_mark(customers(), "shop"));
  add(rows("SELECT current_metastore\\(\\)", 1, {{"aws:eu:1"}}));
  add(rows("SELECT current_version\\(\\)[\\s\\S]*", 4, {{nullptr, "dev", "", "deploy@shop"}}));
  reading({});
  listing();
  add(rows("EXPLAIN[\\s\\S]*", 1, {{"== Physical Plan =="}}));
  // Every row counts as filled by then.
  add(rows("SELECT [\\s\\S]*coalesce\\([\\s\\S]*", 3, {{"3", "0", nullptr}}));
  for (const char* match : {"ALTER TABLE `dev`.`silver`.`customers` SET TBLPROPERTIES[\\s\\S]*",
                            "ALTER TABLE `dev`.`silver`.`customers` ADD COLUMNS[\\s\\S]*",
                            "UPDATE `dev`.`silver`.`customers` SET `tier` = 1 WHERE `tier` IS NULL",
                            "ALTER TABLE `dev`.`silver`.`customers` ALTER COLUMN `tier` SET DEFAULT 1",
                            "UPDATE `dev`.`silver`.`customers` SET `tier` = 1 WHERE `tier` IS NULL",
                            "ALTER TABLE `dev`.`silver`.`customers` ALTER COLUMN `tier` SET NOT NULL"}) {
    add(statement(match));
  }
  reading({.column = true, .tightened = true});
  auto target = open_target("odbc:" + play(script, "UID=me;PWD=secret"));
  ASSERT_TRUE(target) << target.error().message;
  PlanOptions options;
  options.allow = {{"backfill", "*"}, {"protocol-upgrade", "*"}};
  auto plan = read_and_plan(registry({customers()}), *target->reader, options, target->prober.get());
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_THAT(plan->tables.at(0).findings, SizeIs(0)) << plan->tables[0].findings[0].text;
  const SyncReport report = apply(*plan, *target->reader, *target->executor);
  ASSERT_THAT(report.tables, SizeIs(1));
  EXPECT_EQ(report.tables[0].status, TableStatus::applied) << report.tables[0].reason;
  EXPECT_TRUE(report.tables[0].verified);
  EXPECT_EQ(report.tables[0].steps_done, 6U);
  for (const std::string& line : log()) EXPECT_THAT(line, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace delta::odbc::test
