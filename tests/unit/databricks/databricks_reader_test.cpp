#include "adapters/databricks/databricks_reader.hpp"

#include <gmock/gmock.h>

#include <mutex>

#include "adapters/spark/spark_executor.hpp"
#include "delta/plan/planner.hpp"
#include "support/tables.hpp"
#include "unit/spark/scripted_session.hpp"

namespace delta::databricks {
namespace {

using spark::ScriptedSession;
using Row = ScriptedSession::Row;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kNull = std::nullopt;

Row entry(const std::string& name, const std::string& type = "MANAGED", const std::string& format = "DELTA") {
  return {"dev",         "silver",           name, type, format.empty() ? std::optional<std::string>() : format,
          "All " + name, "s3://lake/" + name};
}

Row column(const std::string& table, const std::string& name, const std::string& type,
           const std::string& nullable = "YES", std::optional<std::string> value = kNull,
           std::optional<std::string> partition = kNull) {
  return {"dev", "silver", table, name, type, nullable, std::move(value), kNull, std::move(partition)};
}

/// DESCRIBE DETAIL, in the order of its documentation.
Row detail(const std::string& properties = "{}", const std::string& clustering = "[]",
           const std::string& features = R"(["appendOnly","invariants"])") {
  return {"delta",    "id", "dev.silver.x", kNull,      "s3://lake/x", "t", "t",      "[]",
          clustering, "3",  "100",          properties, "3",           "7", features, "{}"};
}

struct DatabricksReaderTest : ::testing::Test {
  std::shared_ptr<ScriptedSession> session = std::make_shared<ScriptedSession>();
  DatabricksReader reader{session, {}, Capabilities{}, "dev"};

  std::vector<ObservedTable> read(const std::vector<std::string>& names) {
    std::vector<TableName> parsed;
    for (const std::string& name : names) parsed.push_back(TableName::parse(name));
    auto tables = reader.read(parsed);
    EXPECT_TRUE(tables) << tables.error().message;
    EXPECT_TRUE(session->done());
    return tables ? *tables : std::vector<ObservedTable>(names.size());
  }

  void answer_catalogue(std::vector<Row> tables, std::vector<Row> columns, std::vector<Row> keys = {},
                        std::vector<Row> tags = {}, std::vector<Row> policies = {}) {
    session->answer("SELECT s.catalog_name", std::move(tables));
    session->answer("SELECT table_catalog, table_schema, table_name, column_name", std::move(columns));
    session->answer("SELECT c.constraint_type", std::move(keys));
    session->answer("SELECT catalog_name, schema_name, table_name, CAST", std::move(tags));
    session->answer("SELECT catalog_name, schema_name, table_name, column_name, mask", std::move(policies));
  }
};

TEST_F(DatabricksReaderTest, StatementsAreTheseForAllSchemasTogether) {
  sql::CatalogScope scope;
  scope.schemas = {TableName::parse("dev.gold"), TableName::parse("dev.silver"), TableName::parse("ref.x")};
  EXPECT_EQ(sql::catalog_tables(scope),
            "SELECT s.catalog_name, s.schema_name, t.table_name, t.table_type, t.data_source_format, t.comment, "
            "t.storage_path\n"
            "FROM system.information_schema.schemata s LEFT JOIN system.information_schema.tables t ON "
            "t.table_catalog = s.catalog_name AND t.table_schema = s.schema_name\n"
            "WHERE ((s.catalog_name = 'dev' AND s.schema_name IN ('gold', 'silver')) OR (s.catalog_name = 'ref' AND "
            "s.schema_name = 'x'))\n"
            "ORDER BY 1, 2, 3");
  scope.schemas.pop_back();
  scope.tables = {"orders"};
  EXPECT_EQ(sql::catalog_columns(scope),
            "SELECT table_catalog, table_schema, table_name, column_name, full_data_type, is_nullable, column_default, "
            "comment, partition_ordinal_position\n"
            "FROM system.information_schema.columns\n"
            "WHERE table_catalog = 'dev' AND table_schema IN ('gold', 'silver') AND table_name = 'orders'\n"
            "ORDER BY 1, 2, 3, ordinal_position");
  EXPECT_EQ(
      sql::catalog_keys(scope),
      "SELECT c.constraint_type, k.table_catalog, k.table_schema, k.table_name, k.constraint_name, k.column_name, "
      "u.table_catalog, u.table_schema, u.table_name, u.column_name\n"
      "FROM system.information_schema.table_constraints c\n"
      "JOIN system.information_schema.key_column_usage k ON k.constraint_catalog = c.constraint_catalog AND "
      "k.constraint_schema = c.constraint_schema AND k.constraint_name = c.constraint_name\n"
      "LEFT JOIN system.information_schema.referential_constraints r ON r.constraint_catalog = "
      "c.constraint_catalog AND r.constraint_schema = c.constraint_schema AND r.constraint_name = "
      "c.constraint_name\n"
      "LEFT JOIN system.information_schema.key_column_usage u ON u.constraint_catalog = "
      "r.unique_constraint_catalog AND u.constraint_schema = r.unique_constraint_schema AND u.constraint_name = "
      "r.unique_constraint_name AND u.ordinal_position = k.position_in_unique_constraint\n"
      "WHERE (k.table_catalog = 'dev' AND k.table_schema IN ('gold', 'silver') AND k.table_name = 'orders') OR "
      "(u.table_catalog = 'dev' AND u.table_schema IN ('gold', 'silver') AND u.table_name = 'orders')\n"
      "ORDER BY 2, 3, 4, 5, k.ordinal_position");
  EXPECT_THAT(sql::catalog_tags(scope), HasSubstr("FROM system.information_schema.column_tags"));
  EXPECT_THAT(sql::catalog_policies(scope), HasSubstr("filter_col_usage\nFROM system.information_schema.row_filters"));
}

TEST_F(DatabricksReaderTest, ATableIsReadWithAllThatBelongsToIt) {
  answer_catalogue(
      {entry("customers"), entry("orders")},
      {column("customers", "id", "bigint", "NO"), column("orders", "Id", "bigint", "NO"),
       column("orders", "customer", "bigint"), column("orders", "code", "varchar(8)", "YES", "'x'"),
       column("orders", "day", "date", "YES", kNull, "1")},
      {{"PRIMARY KEY", "dev", "silver", "customers", "pk_customers", "id", kNull, kNull, kNull, kNull},
       {"FOREIGN KEY", "dev", "silver", "orders", "fk_a", "customer", "dev", "silver", "customers", "id"},
       {"FOREIGN KEY", "reports", "x", "sales", "fk_b", "c", "dev", "silver", "customers", "id"}},
      {{"dev", "silver", "orders", kNull, "team", "shop"}, {"dev", "silver", "orders", "code", "pii", "true"}},
      {{"dev", "silver", "orders", "code", "dev", "rules", "hide", "day, customer"},
       {"dev", "silver", "orders", kNull, "dev", "rules", "own", "customer"}});
  session->answer("DESCRIBE DETAIL `dev`.`silver`.`customers`", {detail()});
  session->answer("DESCRIBE DETAIL `dev`.`silver`.`orders`",
                  {detail(R"({"delta.constraints.positive":"id > 0","team":"a"})", R"(["customer"])")});
  const auto tables = read({"dev.silver.customers", "dev.silver.orders"});
  const Table& orders = tables[1].table;
  ASSERT_TRUE(tables[1].present()) << tables[1].problem;
  EXPECT_EQ(orders.comment, "All orders");
  ASSERT_THAT(orders.columns, SizeIs(4));
  EXPECT_EQ(orders.columns[0].name.text(), "Id");
  EXPECT_FALSE(orders.columns[0].nullable);
  EXPECT_EQ(orders.columns[2].type.kind, TypeKind::varchar);
  EXPECT_EQ(orders.columns[2].default_value->value, "'x'");
  EXPECT_THAT(orders.columns[2].tags, ElementsAre(Property{"pii", "true"}));
  EXPECT_THAT(orders.tags, ElementsAre(Property{"team", "shop"}));
  EXPECT_THAT(orders.partition_by, ElementsAre(LocatedText("day")));
  EXPECT_THAT(orders.cluster_by, ElementsAre(LocatedText("customer")));
  EXPECT_THAT(orders.checks, ElementsAre(Check{"positive", "id > 0"}));
  EXPECT_THAT(orders.properties, ElementsAre(Property{"team", "a"}));
  ASSERT_THAT(orders.foreign_keys, SizeIs(1));
  EXPECT_EQ(orders.foreign_keys[0].target, TableName::parse("dev.silver.customers"));
  EXPECT_THAT(orders.foreign_keys[0].target_columns, ElementsAre(LocatedText("id")));
  EXPECT_THAT(tables[1].policies,
              ElementsAre(AccessPolicy{"code", TableName::parse("dev.rules.hide"), {"day", "customer"}},
                          AccessPolicy{"", TableName::parse("dev.rules.own"), {"customer"}}));
  EXPECT_EQ(tables[0].table.primary_key->name.value, "pk_customers");
  ASSERT_THAT(tables[0].referred_by, SizeIs(2));
  EXPECT_EQ(tables[0].referred_by[1].table, TableName::parse("reports.x.sales"));
  EXPECT_FALSE(tables[0].blind.contains(Aspect::keys));
  EXPECT_FALSE(tables[0].blind.contains(Aspect::tags));
}

TEST_F(DatabricksReaderTest, FiveStatementsAndOneForEachTable) {
  std::vector<Row> tables;
  std::vector<Row> columns;
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "t" + std::to_string(1000 + i);
    names.push_back("dev.silver." + name);
    tables.push_back(entry(name));
    columns.push_back(column(name, "id", "bigint"));
  }
  answer_catalogue(tables, columns);
  for (int i = 0; i < 1000; ++i) session->answer("DESCRIBE DETAIL", {detail()});
  EXPECT_TRUE(read(names)[999].present());
  EXPECT_THAT(session->asked, SizeIs(1005));
  EXPECT_THAT(session->asked[1], Not(HasSubstr("t1000")));
}

TEST_F(DatabricksReaderTest, SeveralConnectionsDescribeSideBySide) {
  std::mutex mutex;
  int opened = 0;
  struct Detailing : SqlSession {
    Expected<void, SqlError> query(std::string_view, const std::function<void(SqlRow)>& each) override {
      const Row row = detail();
      std::vector<std::optional<std::string_view>> cells;
      for (const auto& cell : row) cells.push_back(cell ? std::optional<std::string_view>(*cell) : kNull);
      each(cells);
      return {};
    }
    Expected<void, SqlError> run(std::string_view) override { return {}; }
  };
  const MoreSessions more = [&]() -> Expected<std::shared_ptr<SqlSession>, SqlError> {
    const std::lock_guard lock(mutex);
    ++opened;
    return std::shared_ptr<SqlSession>(std::make_shared<Detailing>());
  };
  DatabricksReader many(session, more, Capabilities{}, "dev");
  std::vector<Row> tables;
  std::vector<Row> columns;
  std::vector<TableName> names;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "t" + std::to_string(100 + i);
    names.push_back(TableName::parse("dev.silver." + name));
    tables.push_back(entry(name));
    columns.push_back(column(name, "id", "bigint"));
  }
  answer_catalogue(tables, columns);
  // The first connection takes its share; how many, nobody knows.
  for (int i = 0; i < 40; ++i) session->answer("DESCRIBE DETAIL", {detail()});
  const auto read = many.read(names);
  ASSERT_TRUE(read);
  EXPECT_THAT(*read, SizeIs(40));
  for (const ObservedTable& each : *read) EXPECT_TRUE(each.present()) << each.problem;
  EXPECT_EQ(opened, 7);
}

TEST_F(DatabricksReaderTest, WhatIsNotThereMayOnlyNotBeVisible) {
  session->answer("SELECT s.catalog_name", {{"dev", "silver", kNull, kNull, kNull, kNull, kNull}});
  const auto tables = read({"dev.silver.orders", "dev.gold.sales"});
  EXPECT_EQ(tables[0].presence, Presence::absent);
  EXPECT_TRUE(tables[0].namespace_exists);
  EXPECT_FALSE(tables[1].namespace_exists);

  // The server then knows better.
  TablePlan plan;
  plan.name = TableName::parse("dev.silver.orders");
  Unit unit;
  unit.statements = {"CREATE TABLE x"};
  Table made;
  made.name = TableName::parse("dev.silver.orders");
  unit.steps.emplace_back().action = action::CreateTable{made, {}};
  session->refuse("CREATE TABLE", SqlError::Kind::exists, "42P07", "[TABLE_OR_VIEW_ALREADY_EXISTS] …");
  const auto result = spark::SparkExecutor(session, "me@shop").execute(plan, unit);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("dev.silver.orders exists, and is not visible to me@shop"));
  EXPECT_THAT(result.error().fix, HasSubstr("GRANT"));
}

TEST_F(DatabricksReaderTest, ACatalogueThatMayNotBeReadHidesAllTables) {
  session->refuse("SELECT s.catalog_name", SqlError::Kind::not_permitted, "42501", "no USE CATALOG on system");
  const auto tables = read({"dev.silver.orders"});
  EXPECT_EQ(tables[0].presence, Presence::not_visible);
  EXPECT_EQ(tables[0].problem, "no USE CATALOG on system");
}

TEST_F(DatabricksReaderTest, KeysAndTagsThatMayNotBeReadAreNotCompared) {
  session->answer("SELECT s.catalog_name", {entry("orders")});
  session->answer("SELECT table_catalog", {column("orders", "id", "bigint")});
  session->refuse("SELECT c.constraint_type", SqlError::Kind::not_permitted, "42501", "no");
  session->refuse("SELECT catalog_name", SqlError::Kind::not_permitted, "42501", "no");
  session->refuse("SELECT catalog_name", SqlError::Kind::not_permitted, "42501", "no");
  session->answer("DESCRIBE DETAIL", {detail()});
  const auto tables = read({"dev.silver.orders"});
  EXPECT_TRUE(tables[0].blind.contains(Aspect::keys));
  EXPECT_TRUE(tables[0].blind.contains(Aspect::tags));
}

TEST_F(DatabricksReaderTest, ViewsAndOthersTablesAreTold) {
  answer_catalogue({entry("a", "VIEW", ""), entry("b", "STREAMING_TABLE"), entry("c", "EXTERNAL", "PARQUET"),
                    entry("d"), entry("e")},
                   {column("e", "id", "bigint")});
  session->refuse("DESCRIBE DETAIL `dev`.`silver`.`d`", SqlError::Kind::not_permitted, "42501", "no SELECT on d");
  session->answer("DESCRIBE DETAIL `dev`.`silver`.`e`", {detail()});
  session->answer("SELECT table_catalog, table_schema, table_name, view_definition", {{"dev", "silver", "a", kNull}});
  const auto tables = read({"dev.silver.a", "dev.silver.b", "dev.silver.c", "dev.silver.d", "dev.silver.e"});
  EXPECT_EQ(tables[0].presence, Presence::failed);
  EXPECT_THAT(tables[0].problem, HasSubstr("is a view, and its query is shown to its owner only"));
  EXPECT_THAT(tables[1].problem, HasSubstr("streaming table"));
  EXPECT_THAT(tables[2].problem, HasSubstr("format 'parquet'"));
  EXPECT_EQ(tables[3].presence, Presence::failed);
  EXPECT_EQ(tables[3].problem, "no SELECT on d");
  EXPECT_TRUE(tables[4].present());
}

/// What the plan of a view finds there.
Registry one_view(const std::string& query) {
  Table view = delta::testing::table("dev.silver.recent", {delta::testing::column("id", "BIGINT")});
  view.query = LocatedText(query);
  return delta::testing::registry({view});
}

TEST_F(DatabricksReaderTest, AnUnchangedViewNeedsNothing) {
  const Registry code = one_view("SELECT id FROM dev.silver.orders WHERE day > '2026-01-01'");
  // Made: what is written with it is what is read.
  const Plan first = make_plan(code, {delta::testing::absent("dev.silver.recent")}, {}, Capabilities{}, {});
  const std::string mark = encode(*first.tables.at(0).units.at(0).mark);
  const auto read_again = [&](const std::string& query, const std::string& found_mark) {
    session->answer("SELECT s.catalog_name", {entry("recent", "VIEW", "")});
    session->answer(
        "SELECT table_catalog, table_schema, table_name, view_definition\nFROM system.information_schema.views",
        {{"dev", "silver", "recent", query}});
    session->answer("SHOW TBLPROPERTIES `dev`.`silver`.`recent`", {{"team", "a"}, {"deltac.managed", found_mark}});
    session->answer("SELECT s.catalog_name", {entry("recent", "VIEW", "")});
    session->answer("SELECT table_catalog, table_schema, table_name, view_definition",
                    {{"dev", "silver", "recent", query}});
    auto plan = read_and_plan(code, reader, {});
    EXPECT_TRUE(plan) << plan.error().message;
    EXPECT_TRUE(session->done());
    return *plan;
  };
  const Plan same = read_again("select id\n  from dev.silver.orders where day > '2026-01-01'", mark);
  EXPECT_TRUE(same.in_sync());
  EXPECT_THAT(same.tables.at(0).units, IsEmpty());
  const Plan changed = read_again("SELECT id FROM dev.silver.orders", mark);
  ASSERT_THAT(changed.tables.at(0).units, SizeIs(1));
  EXPECT_THAT(changed.tables[0].units[0].statements.at(0), HasSubstr("CREATE OR REPLACE VIEW `dev`.`silver`.`recent`"));
}

TEST_F(DatabricksReaderTest, ViewsBesideTheDeclaredTablesTellWhatTheyRead) {
  answer_catalogue({entry("orders")}, {column("orders", "id", "bigint")});
  session->answer("DESCRIBE DETAIL", {detail()});
  read({"dev.silver.orders"});
  session->answer("SELECT s.catalog_name", {entry("orders"), entry("old"), entry("v", "VIEW", "")});
  session->answer("SELECT table_catalog, table_schema, table_name, view_definition",
                  {{"dev", "silver", "v", "SELECT id FROM dev.silver.orders"}});
  const TableName schemas[] = {TableName::parse("dev.silver")};
  const auto listed = reader.list(schemas);
  ASSERT_TRUE(listed);
  EXPECT_THAT(*listed, ElementsAre(TableName::parse("dev.silver.old"), TableName::parse("dev.silver.orders"),
                                   TableName::parse("dev.silver.v")));
  session->answer("DESCRIBE DETAIL `dev`.`silver`.`old`", {detail()});
  const auto beside = read({"dev.silver.old", "dev.silver.v"});
  EXPECT_TRUE(beside[0].present());
  EXPECT_EQ(beside[1].table.query->value, "SELECT id FROM dev.silver.orders");
}

TEST_F(DatabricksReaderTest, WhatTheDocumentationLeavesOpenIsNotCompared) {
  answer_catalogue({entry("a"), entry("b")}, {column("a", "s", "struct<x:int,y:string>"),
                                              column("b", "s", "struct<x: int not null>"), column("b", "n", "int")});
  session->answer("DESCRIBE DETAIL", {detail()});
  session->answer("DESCRIBE DETAIL", {detail(R"({"clusterByAuto":"true"})", "[]",
                                             R"(["appendOnly","invariants","allowColumnDefaults"])")});
  const auto tables = read({"dev.silver.a", "dev.silver.b"});
  EXPECT_TRUE(tables[0].blind.contains(Aspect::nullability));
  EXPECT_FALSE(tables[0].blind.contains(Aspect::defaults));
  EXPECT_FALSE(tables[1].blind.contains(Aspect::nullability));
  EXPECT_TRUE(tables[1].blind.contains(Aspect::defaults));
  EXPECT_TRUE(tables[1].blind.contains(Aspect::identity));
  EXPECT_THAT(tables[1].table.cluster_by, ElementsAre(LocatedText("auto")));
}

TEST_F(DatabricksReaderTest, NamesOfTwoPartsAreInTheCurrentCatalogue) {
  answer_catalogue({entry("orders")}, {column("orders", "id", "bigint")},
                   {{"FOREIGN KEY", "dev", "silver", "orders", "fk", "id", "dev", "silver", "customers", "id"}});
  session->answer("DESCRIBE DETAIL `dev`.`silver`.`orders`", {detail()});
  const auto tables = read({"Silver.Orders"});
  EXPECT_EQ(tables[0].name.text(), "Silver.Orders");
  EXPECT_EQ(tables[0].table.foreign_keys.at(0).target, TableName::parse("silver.customers"));
}

TEST_F(DatabricksReaderTest, TablesBesideTheDeclaredOnesAreAskedForTheirMarksOnly) {
  answer_catalogue({entry("orders")}, {column("orders", "id", "bigint")});
  session->answer("DESCRIBE DETAIL", {detail()});
  read({"dev.silver.orders"});
  session->answer("SELECT s.catalog_name", {entry("orders"), entry("old"), entry("m", "MATERIALIZED_VIEW", "")});
  const TableName schemas[] = {TableName::parse("dev.silver")};
  const auto listed = reader.list(schemas);
  ASSERT_TRUE(listed);
  EXPECT_THAT(*listed, ElementsAre(TableName::parse("dev.silver.old"), TableName::parse("dev.silver.orders")));
  session->answer("DESCRIBE DETAIL `dev`.`silver`.`old`", {detail()});
  EXPECT_TRUE(read({"dev.silver.old"})[0].present());
  EXPECT_THAT(reader.notes({}), ElementsAre(HasSubstr("never run against a live workspace")));
}

}  // namespace
}  // namespace delta::databricks
