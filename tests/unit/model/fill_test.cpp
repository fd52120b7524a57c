#include "delta/model/fill.hpp"

#include <gtest/gtest.h>

namespace delta {
namespace {

TEST(Fill, ReplacesVariablesAndKeepsDoubledBraces) {
  EXPECT_EQ(*fill("{env}.silver_{team}.t", {{"env", "dev"}, {"team", "a"}}), "dev.silver_a.t");
  EXPECT_EQ(*fill("a{{b}}c", {}), "a{b}c");
  EXPECT_EQ(*fill("{a}", {{"a", "{b}"}}), "{b}") << "a value is not a pattern";
}

TEST(Fill, NamesTheUnsetVariable) {
  const auto filled = fill("{env}.t", {});
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().message, "'{env}.t' needs a value for {env}");
  EXPECT_EQ(filled.error().fix, "give --var env=VALUE");
}

TEST(Fill, RefusesMalformedPatterns) {
  EXPECT_FALSE(placeholders("{env"));
  EXPECT_FALSE(placeholders("env}"));
  EXPECT_FALSE(placeholders("{}"));
  EXPECT_FALSE(placeholders("{1x}"));
  EXPECT_FALSE(placeholders("{a-b}"));
  EXPECT_EQ(*placeholders("{a}.{b}.{a}"), (std::vector<std::string>{"a", "b"}));
}

Registry registry() {
  Registry registry;
  Table table;
  table.name = TableName::parse("{env}.s.t");
  table.renamed_from = {"{env}.s.old"};
  ForeignKey key;
  key.target = TableName::parse("{env}.s.u");
  table.foreign_keys = {key};
  registry.tables = {table};
  registry.variables = {{"env", "dev"}};
  return registry;
}

TEST(FillRegistry, GivenWinsOverDefaults) {
  const auto filled = fill(registry(), {{"env", "prod"}});
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->tables[0].name.text(), "prod.s.t");
  EXPECT_EQ(filled->tables[0].renamed_from[0].value, "prod.s.old");
  EXPECT_EQ(filled->tables[0].foreign_keys[0].target.text(), "prod.s.u");
  EXPECT_EQ(fill(registry(), {})->tables[0].name.text(), "dev.s.t");
}

TEST(FillRegistry, RefusesAVariableThatNobodyUses) {
  const auto filled = fill(registry(), {{"evn", "prod"}});
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().message, "no table's name uses {evn}");
  EXPECT_EQ(filled.error().fix, "the variables there are: env");
}

}  // namespace
}  // namespace delta
