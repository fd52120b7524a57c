#include <gtest/gtest.h>

#include <chrono>

#include "header_text.hpp"

namespace delta {
namespace {

using rules::Stage;
using testing::codes;
using testing::HeaderText;
using testing::shown;

const sql::Dialect& dialect(std::string_view name, std::string_view version) {
  for (const sql::Dialect& one : sql::dialects()) {
    if (one.name == name && one.version == version) return one;
  }
  throw std::logic_error("no such dialect");
}

TEST(Rules, AllFindingsInOneRunInTheOrderOfTheSource) {
  const HeaderText header(R"(  DELTA_TABLE("s.orders", cluster_by("dya"), property("delta.nope", "1"));
  std::optional<std::int64_t> id DELTA(primary_key);
)");
  Table table = header.table("s.orders");
  table.columns = {header.column("id", "BIGINT", "std::optional<std::int64_t>", true), header.column("day", "DATE")};
  table.cluster_by = header.literals({"dya"});
  table.properties = {{header.literal("delta.nope"), header.literal("1")}};
  table.primary_key = Key{{}, {LocatedText("id")}, header.word("primary_key")};
  EXPECT_EQ(shown(header.registry({table})),
            R"(orders.hpp:1:38: error: cluster_by names no column of Order [DLT402]
    1 |   DELTA_TABLE("s.orders", cluster_by("dya"), property("delta.nope", "1"));
      |                                      ^~~~~ did you mean 'day'?
orders.hpp:1:55: error: Delta knows no property 'delta.nope' [DLT501]
    1 |   DELTA_TABLE("s.orders", cluster_by("dya"), property("delta.nope", "1"));
      |                                                       ^~~~~~~~~~~~
orders.hpp:2:31: error: a primary key column must not be nullable [DLT305]
    2 |   std::optional<std::int64_t> id DELTA(primary_key);
      |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~ ^~ use std::int64_t
)");
}

TEST(Rules, WithoutPlacesTheTableIsNamed) {
  Registry registry;
  Table table;
  table.name = TableName::parse("dev.silver.orders");
  registry.tables = {table};
  EXPECT_EQ(shown(registry),
            "dev.silver.orders: error: dev.silver.orders has no column [DLT213]\n      | add a member that is one\n");
}

TEST(Rules, AReferenceToAnotherLibraryIsLeftToLink) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("customer", "INT")};
  table.foreign_keys = {ForeignKey{{}, {LocatedText("customer")}, "Customer", {}, {}, {}}};
  EXPECT_TRUE(codes(header.registry({table}), Stage::compile).empty());
  EXPECT_EQ(codes(header.registry({table}), Stage::link), (std::vector<int>{321}));
  Table customer = header.table("s.customers", "Customer");
  customer.columns = {header.column("id", "BIGINT")};
  customer.primary_key = Key{{}, {LocatedText("id")}, {}};
  EXPECT_EQ(codes(header.registry({table, customer}), Stage::link), (std::vector<int>{325}));
  table.columns = {header.column("customer", "BIGINT", "", true)};
  EXPECT_TRUE(codes(header.registry({table, customer}), Stage::link).empty()) << "a reference may be NULL";
  // A registry of a migration binary names its targets.
  table.foreign_keys[0].target_type.clear();
  table.foreign_keys[0].target = TableName::parse("S.Customers");
  EXPECT_TRUE(codes(header.registry({table, customer}), Stage::plan).empty());
}

TEST(Rules, EnginesAreJudgedAtPlanOnly) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("id", "BIGINT"), header.column("name", "STRING COLLATE UTF8_LCASE")};
  table.columns[0].identity = Identity{};
  table.cluster_by = {LocatedText("auto")};
  table.properties = {{"delta.tuneFileSizesForRewrites", "true"}};
  const Registry registry = header.registry({table});
  EXPECT_TRUE(codes(registry, Stage::compile).empty());
  EXPECT_TRUE(codes(registry, Stage::link).empty());
  EXPECT_TRUE(codes(registry, Stage::plan, &dialect("databricks", "16.3")).empty());
  EXPECT_EQ(codes(registry, Stage::plan, &dialect("spark", "4.2")), (std::vector<int>{204, 406, 501}));
  EXPECT_EQ(codes(registry, Stage::plan, &dialect("spark", "4.0")), (std::vector<int>{204, 406, 501}));
}

TEST(Rules, AColumnNamedAutoIsAColumn) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("auto", "BIGINT")};
  table.cluster_by = {LocatedText("AUTO")};
  EXPECT_TRUE(codes(header.registry({table}), Stage::plan, &sql::newest_spark()).empty());
}

TEST(Rules, StatisticsReachThe32ndLeaf) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("s", "STRUCT<a: INT, b: STRUCT<c: INT, d: INT>>")};  // three leaves
  for (int i = 4; i <= 33; ++i) table.columns.push_back(header.column("c" + std::to_string(i), "INT"));
  table.cluster_by = {LocatedText("c32")};
  EXPECT_TRUE(codes(header.registry({table})).empty());
  table.cluster_by = {LocatedText("c33")};
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{405}));
  table.properties = {{"delta.dataSkippingStatsColumns", "s.b, `c33`"}};
  EXPECT_TRUE(codes(header.registry({table})).empty());
  table.cluster_by = {LocatedText("s.b.d")};
  EXPECT_TRUE(codes(header.registry({table})).empty());
  table.cluster_by = {LocatedText("s.a")};
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{405}));
  table.properties = {{"delta.dataSkippingNumIndexedCols", "-1"}};
  table.cluster_by = {LocatedText("c33")};
  EXPECT_TRUE(codes(header.registry({table})).empty());
}

TEST(Rules, FilledNamesAreComparedAtPlan) {
  const HeaderText header("\"{a}.orders\" \"{b}.orders\"");
  Table one = header.table("{a}.orders", "A");
  Table two = header.table("{b}.orders", "B");
  one.columns = two.columns = {header.column("id", "INT")};
  Registry registry = header.registry({one, two});
  EXPECT_TRUE(codes(registry, Stage::link).empty());
  registry.tables[0].name = registry.tables[1].name = TableName::parse("silver.orders");
  EXPECT_EQ(codes(registry, Stage::plan), (std::vector<int>{101}));
  registry.tables[0].name = TableName::parse("silver.gold.bronze.orders");
  EXPECT_EQ(codes(registry, Stage::plan), (std::vector<int>{103}));
}

TEST(Rules, LocationsAreComparedInOneSpelling) {
  const HeaderText header("");
  const auto pair = [&](const char* a, const char* b) {
    Table one = header.table("s.a", "A");
    Table two = header.table("s.b", "B");
    one.columns = two.columns = {header.column("id", "INT")};
    one.location = LocatedText(a);
    two.location = LocatedText(b);
    return codes(header.registry({one, two}));
  };
  EXPECT_EQ(pair("s3://b/x", "s3a://b/x/"), (std::vector<int>{421}));
  EXPECT_EQ(pair("/data/x", "file:///data//x"), (std::vector<int>{421}));
  EXPECT_EQ(pair("/data/x", "/data/x/y"), (std::vector<int>{422}));
  EXPECT_TRUE(pair("/data/x", "/data/x-y").empty());
  EXPECT_TRUE(pair("/data/x", "/data/xy").empty());
  EXPECT_TRUE(pair("s3://b/x", "s3://c/x").empty());
  EXPECT_TRUE(pair("{root}/x", "{root}/y").empty());
  EXPECT_EQ(pair("x", "/y"), (std::vector<int>{423}));
}

TEST(Rules, CasesOfCppTypesThatWereRefusedMakeNoNoise) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("id", "INT"), header.column("x", "INT")};
  table.columns[1].type = DataType::of(TypeKind::other);
  table.cluster_by = {LocatedText("x")};
  table.primary_key = Key{{}, {LocatedText("x")}, {}};
  EXPECT_TRUE(codes(header.registry({table})).empty());
}

/// Ten thousand tables of twenty columns must not take long even without optimisation: a quadratic walk would take
/// minutes.
TEST(Rules, GrowWithTheNumberOfTables) {
  const HeaderText header("");
  std::vector<Table> tables;
  for (int t = 0; t < 10000; ++t) {
    Table table;
    table.name = TableName::parse("main.silver.table_" + std::to_string(t));
    table.type_name = "shop::Table" + std::to_string(t);
    for (int c = 0; c < 20; ++c) table.columns.push_back(header.column("column_number_" + std::to_string(c), "BIGINT"));
    tables.push_back(std::move(table));
  }
  const Registry registry = header.registry(std::move(tables));
  const auto begin = std::clock();
  EXPECT_TRUE(rules::check(registry, Stage::plan, &sql::newest_spark()).empty());
  EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 5.0);
}

}  // namespace
}  // namespace delta
