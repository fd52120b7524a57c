#include <gmock/gmock.h>

#include "plan_words.hpp"
#include "support/tables.hpp"

namespace delta::testing {
namespace {

using ::testing::ElementsAre;

/// A server: statements run one by one, and there are schemas.
Capabilities server() {
  Capabilities can;
  can.target = "odbc:DSN=test";
  return can;
}

ObservedTable in_missing_schema(const std::string& name) {
  ObservedTable table;
  table.name = TableName::parse(name);
  table.table.name = table.name;
  table.namespace_exists = false;
  return table;
}

Plan plan_new(const PlanOptions& options) {
  return plan({table("d.s.a", {column("id", "BIGINT")}), table("d.s.b", {column("id", "BIGINT")}),
               table("d.z.c", {column("id", "BIGINT")})},
              {in_missing_schema("d.s.a"), in_missing_schema("d.s.b"), in_missing_schema("d.z.c")}, options, server());
}

TEST(SchemaCreation, EachMissingSchemaIsMadeOnce) {
  const Plan made = plan_new(allow({"create-schema"}));
  EXPECT_THAT(steps(made.tables[0]), ElementsAre("create_schema d.s", "create_table d.s.a"));
  EXPECT_THAT(steps(made.tables[1]), ElementsAre("create_table d.s.b"));
  EXPECT_THAT(steps(made.tables[2]), ElementsAre("create_schema d.z", "create_table d.z.c"));
  ASSERT_EQ(made.tables[0].units.size(), 2U);
  EXPECT_THAT(made.tables[0].units[0].statements, ElementsAre("CREATE SCHEMA `d`.`s`"));
  EXPECT_THAT(made.tables[1].units[0].steps[0].needs, ElementsAre());
  EXPECT_THAT(made.tables[0].units[1].steps[0].needs, ElementsAre(0U));
}

TEST(SchemaCreation, WithoutPermissionEveryTableWaits) {
  const Plan made = plan_new({});
  for (const TablePlan& each : made.tables) {
    EXPECT_EQ(each.skipped_count(), 2U) << each.name.text();
    EXPECT_EQ(step(each, "create_table").skip_reason, "waits for the schema: needs --allow create-schema");
  }
}

TEST(SchemaCreation, TheFirstTableThatMayMakesIt) {
  PlanOptions options;
  options.allow.push_back({"create-schema", "*.b"});
  const Plan made = plan_new(options);
  EXPECT_THAT(steps(made.tables[0]), ElementsAre("skip create_schema d.s", "skip create_table d.s.a"));
  EXPECT_THAT(steps(made.tables[1]), ElementsAre("create_schema d.s", "create_table d.s.b"));
}

TEST(SchemaCreation, OnlyChosenTablesAreReadFor) {
  const Registry code = registry({table("d.s.a", {column("id", "BIGINT")}), table("d.s.b", {column("id", "BIGINT")})});
  EXPECT_THAT(names_to_read(code, "*.b"), ElementsAre(TableName::parse("d.s.b")));
}

}  // namespace
}  // namespace delta::testing
