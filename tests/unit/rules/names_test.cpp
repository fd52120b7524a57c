#include <gtest/gtest.h>

#include "header_text.hpp"

namespace delta {
namespace {

using rules::Stage;
using testing::codes;
using testing::HeaderText;
using testing::shown;

Table plain(const HeaderText& header, const std::string& name, const std::string& type = "Order") {
  Table table = header.table(name, type);
  table.columns = {header.column("id", "BIGINT")};
  return table;
}

TEST(TableNames, AreUniqueIgnoringCase) {
  const HeaderText header(R"(  DELTA_TABLE("{env}.silver.orders");
  DELTA_TABLE("{env}.silver.Orders");
)");
  EXPECT_EQ(
      shown(header.registry({plain(header, "{env}.silver.orders", "A"), plain(header, "{env}.silver.Orders", "B")})),
      R"(orders.hpp:2:15: error: table '{env}.silver.Orders' is declared twice (names ignore case) [DLT101]
    2 |   DELTA_TABLE("{env}.silver.Orders");
      |               ^~~~~~~~~~~~~~~~~~~~~
orders.hpp:1:15: note: first declared here, by shop
    1 |   DELTA_TABLE("{env}.silver.orders");
      |               ^~~~~~~~~~~~~~~~~~~~~
)");
}

TEST(TableNames, TwoLibrariesWithOneCppType) {
  const HeaderText header("\"s.a\" \"s.b\"");
  Registry registry = header.registry({plain(header, "s.a", "Order"), plain(header, "s.b", "Order")});
  registry.tables[1].library = "billing";
  EXPECT_EQ(codes(registry, Stage::link), (std::vector<int>{102}));
  EXPECT_TRUE(codes(registry, Stage::compile).empty());
}

TEST(TableNames, HaveTwoOrThreeParts) {
  for (const char* name : {"orders", "a.b.c.d", "a..b", ".b", "a."}) {
    const HeaderText header('"' + std::string(name) + '"');
    EXPECT_EQ(codes(header.registry({plain(header, name)})), (std::vector<int>{103})) << name;
  }
  for (const char* name : {"a.b", "a.b.c", "{x}.b", "{a}_{b}.c"}) {
    const HeaderText header('"' + std::string(name) + '"');
    EXPECT_TRUE(codes(header.registry({plain(header, name)})).empty()) << name;
  }
}

TEST(TableNames, FaultyPlaceholdersAreMarkedInsideTheLiteral) {
  const HeaderText header("  DELTA_TABLE(\"{my-env}.silver.orders\");\n");
  EXPECT_EQ(shown(header.registry({plain(header, "{my-env}.silver.orders")})),
            R"(orders.hpp:1:16: error: '{my-env}' is no placeholder [DLT104]
    1 |   DELTA_TABLE("{my-env}.silver.orders");
      |                ^~~~~~~~ use letters, digits and '_', as in {env}
)");
  for (const char* name : {"{env.silver.orders", "env}.silver.orders", "{}.silver.orders", "{1a}.silver.orders"}) {
    const HeaderText text('"' + std::string(name) + '"');
    EXPECT_EQ(codes(text.registry({plain(text, name)})), (std::vector<int>{104})) << name;
  }
}

TEST(TableNames, SubstitutionIsNoPlaceholder) {
  const HeaderText header("  DELTA_TABLE(\"${env}.silver.orders\");\n");
  EXPECT_EQ(shown(header.registry({plain(header, "${env}.silver.orders")})),
            R"(orders.hpp:1:16: error: Spark would replace '${' in a name [DLT107]
    1 |   DELTA_TABLE("${env}.silver.orders");
      |                ^~ write {env}, without '$'
)");
}

TEST(TableNames, CharactersThatNoCatalogueTakesAreFoundAtOnce) {
  for (const char* name : {"s.order lines", "s.a/b", "s.a\tb"}) {
    const HeaderText header('"' + std::string(name) + '"');
    EXPECT_EQ(codes(header.registry({plain(header, name)})), (std::vector<int>{105})) << name;
  }
}

TEST(TableNames, SparksCatalogueIsJudgedAtPlan) {
  const HeaderText header("\"s.größe\"");
  Registry registry = header.registry({plain(header, "s.größe")});
  const sql::Dialect& spark = sql::newest_spark();
  EXPECT_TRUE(codes(registry).empty());
  EXPECT_EQ(codes(registry, Stage::plan, &spark), (std::vector<int>{105}));
  const auto databricks = std::find_if(sql::dialects().begin(), sql::dialects().end(),
                                       [](const auto& d) { return d.name == "databricks"; });
  EXPECT_TRUE(codes(registry, Stage::plan, &*databricks).empty());
}

TEST(TableNames, PartsEndAt255Bytes) {
  const std::string longest = "s." + std::string(255, 'a');
  const HeaderText header('"' + longest + "a\"" + '"' + longest + '"');
  EXPECT_TRUE(codes(header.registry({plain(header, longest)})).empty());
  EXPECT_EQ(codes(header.registry({plain(header, longest + "a")})), (std::vector<int>{106}));
}

TEST(TableNames, StayInTheNamespacesOfThePolicy) {
  const HeaderText header("  DELTA_TABLE(\"{env}.sliver.orders\");\n");
  Registry registry = header.registry({plain(header, "{env}.sliver.orders")});
  registry.namespace_policy = {LocatedText("{env}.silver"), LocatedText("{env}.gold")};
  EXPECT_TRUE(codes(registry, Stage::compile).empty());
  EXPECT_EQ(shown(registry, Stage::link),
            R"(orders.hpp:1:15: error: namespace '{env}.sliver' is none that this migration allows [DLT108]
    1 |   DELTA_TABLE("{env}.sliver.orders");
      |               ^~~~~~~~~~~~~~~~~~~~~ did you mean '{env}.silver'?
)");
  registry.namespace_policy.push_back(LocatedText("{ENV}.Sliver"));
  EXPECT_TRUE(codes(registry, Stage::link).empty());
}

TEST(TableNames, DeclaredAndDropped) {
  const HeaderText header("DELTA_TABLE(\"s.orders\");\nDELTA_DROPPED(\"s.Orders\");\nDELTA_DROPPED(\"s\");\n");
  Registry registry = header.registry({plain(header, "s.orders")});
  registry.tombstones.push_back({TableName::parse("s.Orders"), header.literal("s.Orders"), "shop", "orders.hpp"});
  registry.tombstones.push_back({TableName::parse("s"), header.literal("s"), "shop", "orders.hpp"});
  EXPECT_EQ(codes(registry), (std::vector<int>{109, 103}));
}

TEST(ColumnNames, AreUniqueIgnoringCase) {
  const HeaderText header("  std::string id;\n  std::string ID;\n");
  Table table = header.table("s.orders");
  table.columns = {header.column("id", "STRING", "std::string"), header.column("ID", "STRING", "std::string")};
  EXPECT_EQ(shown(header.registry({table})),
            R"(orders.hpp:2:15: error: column 'ID' is declared twice in Order (names ignore case) [DLT111]
    2 |   std::string ID;
      |               ^~
orders.hpp:1:15: note: first declared here
    1 |   std::string id;
      |               ^~
)");
}

TEST(ColumnNames, AreUniqueAtEveryLevel) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("a", "ARRAY<STRUCT<x: INT, y: INT, X: STRING>>")};
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{111}));
  table.columns = {header.column("a", "STRUCT<x: INT>"), header.column("b", "STRUCT<x: INT>")};
  EXPECT_TRUE(codes(header.registry({table})).empty());
}

TEST(ColumnNames, ManyColumnsStillFindRepeats) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  for (int i = 0; i < 500; ++i) table.columns.push_back(header.column("c" + std::to_string(i), "INT"));
  EXPECT_TRUE(codes(header.registry({table})).empty());
  table.columns.push_back(header.column("C499", "INT"));
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{111}));
}

TEST(ColumnNames, SomeCharactersNeedColumnMapping) {
  const HeaderText header("");
  for (const char* name : {"home town", "a,b", "a;b", "a{b", "a(b", "a=b", "a\nb", "a\tb"}) {
    Table table = header.table("s.orders");
    table.columns = {header.column("id", "INT")};
    table.columns[0].name = name;
    EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{112})) << name;
    table.properties = {{"delta.columnMapping.mode", "none"}};
    EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{112})) << name;
    table.properties = {{"delta.columnMapping.mode", "name"}};
    EXPECT_TRUE(codes(header.registry({table})).empty()) << name;
  }
  for (const char* name : {"a-b", "a.b", "größe", "1a", "select", "a/b"}) {
    Table table = header.table("s.orders");
    table.columns = {header.column("id", "INT")};
    table.columns[0].name = name;
    EXPECT_TRUE(codes(header.registry({table})).empty()) << name;
  }
}

TEST(ColumnNames, EmptyReservedAndHiding) {
  const HeaderText header("");
  Table table = header.table("s.orders");
  table.columns = {header.column("id", "STRUCT<a: INT>"), header.column("_change_type", "STRING")};
  EXPECT_TRUE(codes(header.registry({table})).empty());
  table.properties = {{"delta.enableChangeDataFeed", "true"}};
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{114}));
  table.columns[1].name = "";
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{113}));
  table.columns[1].name = "_METADATA";
  const Findings findings = rules::check(header.registry({table}), Stage::compile);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, 115);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  table.columns[1].name = "a${b}c";
  EXPECT_EQ(codes(header.registry({table})), (std::vector<int>{107}));
}

}  // namespace
}  // namespace delta
