#include <gmock/gmock.h>

#include "delta/sql/render.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;

const TableName kTable = TableName::parse("dev.silver.orders");
const std::string kAlter = "ALTER TABLE `dev`.`silver`.`orders` ";

std::vector<std::string> render(const std::vector<Action>& actions, const std::string& dialect = "databricks") {
  return sql::render(kTable, actions, {}, *sql::find_dialect(dialect));
}

Key primary_key(const std::string& name, std::vector<LocatedText> columns) {
  Key key;
  key.name = name;
  key.columns = std::move(columns);
  return key;
}

ForeignKey foreign_key(const std::string& name, std::vector<LocatedText> columns, const std::string& target,
                       std::vector<LocatedText> target_columns) {
  ForeignKey key;
  key.name = name;
  key.columns = std::move(columns);
  key.target = TableName::parse(target);
  key.target_columns = std::move(target_columns);
  return key;
}

TEST(RenderKeys, ANewTableHasItsKeysWhereTheDialectStoresThem) {
  Table made = table("dev.silver.orders", {required("id", "BIGINT"), column("customer", "BIGINT")});
  made.primary_key = primary_key("pk_orders", {"id"});
  made.foreign_keys = {foreign_key("fk_orders_customer", {"customer"}, "dev.silver.customers", {"id"})};
  made.cluster_by = {"AUTO"};
  EXPECT_THAT(render({action::CreateTable{made, {}}}),
              ElementsAre("CREATE TABLE `dev`.`silver`.`orders` (\n"
                          "  `id` BIGINT NOT NULL,\n"
                          "  `customer` BIGINT,\n"
                          "  CONSTRAINT `pk_orders` PRIMARY KEY (`id`),\n"
                          "  CONSTRAINT `fk_orders_customer` FOREIGN KEY (`customer`) REFERENCES "
                          "`dev`.`silver`.`customers` (`id`)\n"
                          ") USING DELTA\n"
                          "CLUSTER BY AUTO"));
  EXPECT_EQ(render({action::CreateTable{made, {}}}, "spark")[0].find("CONSTRAINT"), std::string::npos);
}

TEST(RenderKeys, AColumnCalledAutoIsClusteredBy) {
  Table made = table("dev.silver.orders", {column("auto", "BIGINT")});
  made.cluster_by = {"auto"};
  EXPECT_TRUE(render({action::CreateTable{made, {}}})[0].ends_with("CLUSTER BY (`auto`)"));
  EXPECT_THAT(render({action::SetClustering{{"auto"}, {}, false}, action::SetClustering{{"auto"}, {"day"}, true}}),
              ElementsAre(kAlter + "CLUSTER BY (`auto`)", kAlter + "CLUSTER BY AUTO"));
}

TEST(RenderKeys, KeysOfTheTableAndOfOthers) {
  const ForeignKey own = foreign_key("fk_a", {"customer", "odd`name"}, "dev.silver.customers", {"id", "region"});
  const ForeignKey other = foreign_key("fk_b", {"order"}, "dev.silver.orders", {"id"});
  const TableName lines = TableName::parse("dev.silver.lines");
  EXPECT_THAT(render({action::DropForeignKey{lines, other}, action::DropForeignKey{{}, own},
                      action::DropPrimaryKey{primary_key("pk_orders", {"id"})},
                      action::SetPrimaryKey{primary_key("pk_orders", {"id", "region"})}, action::AddForeignKey{{}, own},
                      action::AddForeignKey{lines, other}}),
              ElementsAre("ALTER TABLE `dev`.`silver`.`lines` DROP CONSTRAINT IF EXISTS `fk_b`",
                          kAlter + "DROP CONSTRAINT `fk_a`", kAlter + "DROP CONSTRAINT `pk_orders` RESTRICT",
                          kAlter + "ADD CONSTRAINT `pk_orders` PRIMARY KEY (`id`, `region`)",
                          kAlter + "ADD CONSTRAINT `fk_a` FOREIGN KEY (`customer`, `odd``name`) REFERENCES "
                                   "`dev`.`silver`.`customers` (`id`, `region`)",
                          "ALTER TABLE `dev`.`silver`.`lines` ADD CONSTRAINT `fk_b` FOREIGN KEY (`order`) REFERENCES "
                          "`dev`.`silver`.`orders` (`id`)"));
}

TEST(RenderKeys, TagsOfOneThingShareAStatement) {
  const ColumnPath email("email");
  EXPECT_THAT(render({action::UnsetTag{{}, "old", "1"}, action::UnsetTag{email, "pii", "true"},
                      action::SetTag{{}, "team", "o'hara", {}}, action::SetTag{{}, "tier", "1", "2"},
                      action::SetTag{email, "pii", "false", "true"}}),
              ElementsAre(kAlter + "UNSET TAGS ('old')", kAlter + "ALTER COLUMN `email` UNSET TAGS ('pii')",
                          kAlter + "SET TAGS ('team' = 'o\\'hara', 'tier' = '1')",
                          kAlter + "ALTER COLUMN `email` SET TAGS ('pii' = 'false')"));
}

TEST(RenderKeys, PoliciesAreLiftedAndPutBack) {
  const AccessPolicy mask{"email", TableName::parse("dev.rules.hide"), {"region"}};
  const AccessPolicy filter{"", TableName::parse("dev.rules.mine"), {"region", "id"}};
  EXPECT_THAT(render({action::DropPolicy{mask}, action::DropPolicy{filter}, action::SetPolicy{filter},
                      action::SetPolicy{mask}}),
              ElementsAre(kAlter + "ALTER COLUMN `email` DROP MASK", kAlter + "DROP ROW FILTER",
                          kAlter + "SET ROW FILTER `dev`.`rules`.`mine` ON (`region`, `id`)",
                          kAlter + "ALTER COLUMN `email` SET MASK `dev`.`rules`.`hide` USING COLUMNS (`region`)"));
}

TEST(RenderKeys, OlderEnginesAlterOneColumnAtATime) {
  const std::vector<Action> actions{action::SetNotNull{ColumnPath("a")}, action::DropNotNull{ColumnPath("b")}};
  EXPECT_THAT(render(actions), ElementsAre(kAlter + "ALTER COLUMN `a` SET NOT NULL, `b` DROP NOT NULL"));
  EXPECT_THAT(render(actions, "databricks 15.4"),
              ElementsAre(kAlter + "ALTER COLUMN `a` SET NOT NULL", kAlter + "ALTER COLUMN `b` DROP NOT NULL"));
}

TEST(RenderKeys, ARenamedTableKeepsItsCatalogueInTheNewName) {
  EXPECT_THAT(render({action::RenameTable{TableName::parse("dev.silver.old"), kTable}}),
              ElementsAre("ALTER TABLE `dev`.`silver`.`old` RENAME TO `dev`.`silver`.`orders`"));
}

TEST(Dialects, AreFoundByVersion) {
  EXPECT_EQ(sql::find_dialect("databricks")->version, "16.3");
  EXPECT_EQ(sql::find_dialect("databricks 17.0")->version, "16.3");
  EXPECT_EQ(sql::find_dialect("databricks 16.2")->version, "15.4");
  EXPECT_EQ(sql::find_dialect("databricks 9.1")->version, "15.4");
  EXPECT_EQ(sql::find_dialect("spark 4.10")->version, "4.2");
  EXPECT_EQ(sql::find_dialect("spark 4.0.5")->version, "4.0");
  EXPECT_EQ(sql::find_dialect("databricks new"), nullptr);
  EXPECT_EQ(sql::find_dialect("duckdb"), nullptr);
  EXPECT_TRUE(sql::older_than_all("spark 3.5.1"));
  EXPECT_TRUE(sql::older_than_all("databricks 14.3"));
  EXPECT_FALSE(sql::older_than_all("spark 4.0"));
  EXPECT_FALSE(sql::older_than_all("spark"));
  EXPECT_FALSE(sql::older_than_all("duckdb 0.1"));
}

}  // namespace
}  // namespace delta
