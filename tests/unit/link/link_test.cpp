#include "link/link.hpp"

#include <gtest/gtest.h>

namespace deltac {
namespace {

delta::Table table(const std::string& name, const std::string& type, const std::string& library) {
  delta::Table table;
  table.name = delta::TableName::parse(name);
  table.declared_name = name;
  table.type_name = type;
  table.library = library;
  table.header = library + ".hpp";
  delta::Column id;
  id.name = "id";
  id.type = delta::DataType::of(delta::TypeKind::bigint);
  id.nullable = false;
  table.columns = {id};
  table.primary_key = delta::Key{"", {"id"}, {}};
  return table;
}

delta::Fragment fragment(const std::string& library, std::vector<delta::Table> tables) {
  delta::Fragment fragment;
  fragment.library = library;
  fragment.headers = {library + ".hpp"};
  fragment.tables = std::move(tables);
  return fragment;
}

TEST(Link, SortsTablesByName) {
  const auto linked =
      link({fragment("b", {table("s.z", "Z", "b"), table("s.A", "A", "b")}), fragment("a", {table("s.m", "M", "a")})},
           {"r", {}, {}});
  ASSERT_TRUE(linked);
  ASSERT_EQ(linked->registry.tables.size(), 3U);
  EXPECT_EQ(linked->registry.tables[0].name.text(), "s.A");
  EXPECT_EQ(linked->registry.tables[1].name.text(), "s.m");
  EXPECT_EQ(linked->registry.tables[2].name.text(), "s.z");
  EXPECT_EQ(linked->headers, (std::vector<LibraryHeader>{{"a", "a.hpp"}, {"b", "b.hpp"}}));
}

TEST(Link, ResolvesReferencesAcrossLibraries) {
  delta::Table order = table("s.orders", "shop::Order", "shop");
  order.foreign_keys = {{"", {"id"}, "billing::Customer", {}, {}, {}}};
  const auto linked = link(
      {fragment("shop", {order}), fragment("billing", {table("s.c", "billing::Customer", "billing")})}, {"r", {}, {}});
  ASSERT_TRUE(linked);
  EXPECT_EQ(linked->registry.tables[1].foreign_keys[0].target.text(), "s.c");
  EXPECT_TRUE(linked->findings.empty());
}

TEST(Link, AReferenceToNoTableIsAFinding) {
  delta::Table order = table("s.orders", "shop::Order", "shop");
  order.foreign_keys = {{"", {"id"}, "billing::Customer", {}, {}, {}}};
  const auto linked = link({fragment("shop", {order})}, {"r", {}, {}});
  ASSERT_TRUE(linked);
  EXPECT_TRUE(delta::has_error(linked->findings));
}

TEST(Link, OneTableOfTwoLibrariesIsAFinding) {
  const auto linked =
      link({fragment("a", {table("s.orders", "A", "a")}), fragment("b", {table("s.Orders", "B", "b")})}, {"r", {}, {}});
  ASSERT_TRUE(linked);
  ASSERT_TRUE(delta::has_error(linked->findings));
  EXPECT_EQ(linked->findings.front().code, 101);
}

TEST(Link, RefusesTwoFragmentsOfOneLibrary) {
  const auto linked = link({fragment("a", {}), fragment("a", {})}, {"r", {}, {}});
  ASSERT_FALSE(linked);
  EXPECT_EQ(linked.error().message, "two fragments describe the library 'a'");
}

TEST(Link, RefusesAVariableThatNoNameUses) {
  const auto linked = link({fragment("a", {table("{env}.s.t", "T", "a")})}, {"r", {{"evn", "dev"}}, {}});
  ASSERT_FALSE(linked);
  EXPECT_EQ(linked.error().message, "--var evn=dev: no table's name or location uses {evn}");
  EXPECT_EQ(linked.error().fix, "the names use {env}");
}

TEST(Link, KeepsDefaultsAndPolicy) {
  const auto linked = link({fragment("a", {table("{env}.s.t", "T", "a")})}, {"r", {{"env", "dev"}}, {"{env}.s"}});
  ASSERT_TRUE(linked);
  EXPECT_EQ(linked->registry.variables.at("env"), "dev");
  EXPECT_EQ(linked->registry.namespace_policy.at(0).value, "{env}.s");
  EXPECT_TRUE(linked->findings.empty());
}

}  // namespace
}  // namespace deltac
