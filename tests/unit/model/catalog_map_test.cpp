#include "delta/model/catalog_map.hpp"

#include <gtest/gtest.h>

namespace delta {
namespace {

TEST(CatalogMap, EveryNameOfThreePartsGetsTheServersCatalogue) {
  Registry registry;
  Table table;
  table.name = TableName::parse("dev.s.orders");
  table.renamed_from.emplace_back("DEV.s.old");
  ForeignKey key;
  key.target = TableName::parse("dev.s.customers");
  table.foreign_keys.push_back(key);
  registry.tables.push_back(table);
  registry.tombstones.push_back({TableName::parse("other.s.gone"), {}, {}, {}});
  registry.namespace_policy.emplace_back("dev.s");
  map_catalogs(registry, {{"dev", "spark_catalog"}});
  EXPECT_EQ(registry.tables[0].name.text(), "spark_catalog.s.orders");
  EXPECT_EQ(map_schema_catalog("dev.ops", {{"dev", "spark_catalog"}}), "spark_catalog.ops");
  EXPECT_EQ(map_schema_catalog("ops", {{"ops", "spark_catalog"}}), "ops");
  EXPECT_EQ(registry.tables[0].renamed_from[0].value, "spark_catalog.s.old");
  EXPECT_EQ(registry.tables[0].foreign_keys[0].target.text(), "spark_catalog.s.customers");
  EXPECT_EQ(registry.tombstones[0].name.text(), "other.s.gone");
  EXPECT_EQ(registry.namespace_policy[0].value, "spark_catalog.s");
}

TEST(CatalogMap, NamesInTheQueryOfAViewAreMappedToo) {
  Registry registry;
  registry.tables.emplace_back().name = TableName::parse("dev.s.v");
  registry.tables[0].query = LocatedText("SELECT o.id, 'dev.s.x' FROM dev.s.orders o JOIN dev.other USING (id)");
  map_catalogs(registry, {{"dev", "spark_catalog"}});
  EXPECT_EQ(registry.tables[0].query->value,
            "SELECT o.id, 'dev.s.x' FROM `spark_catalog`.`s`.`orders` o JOIN dev.other USING (id)");
}

TEST(CatalogMap, NamesOfTwoPartsStay) {
  EXPECT_EQ(map_catalog("dev.orders", {{"dev", "spark_catalog"}}), "dev.orders");
  EXPECT_EQ(map_catalog("dev.s.orders", {{"dev", "spark_catalog"}}), "spark_catalog.s.orders");
}

}  // namespace
}  // namespace delta
