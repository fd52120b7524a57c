#include "sql/described_type.hpp"

#include <gtest/gtest.h>

namespace delta::sql {
namespace {

DataType structure(std::vector<std::pair<std::string, DataType>> members) {
  std::vector<Field> fields;
  for (auto& [name, type] : members) {
    Field& field = fields.emplace_back();
    field.name = Identifier(name);
    field.type = type;
  }
  return DataType::structure(std::move(fields));
}

TEST(DescribedType, NamesAreNotQuoted) {
  const DataType integer = DataType::of(TypeKind::integer);
  const DataType text = DataType::of(TypeKind::string);
  EXPECT_EQ(parse_described_type("int"), integer);
  EXPECT_EQ(parse_described_type("decimal(18,2)"), DataType::decimal(18, 2));
  EXPECT_EQ(parse_described_type("struct<a:b:int,c,d:string,e`f:int>"),
            structure({{"a:b", integer}, {"c,d", text}, {"e`f", integer}}));
  EXPECT_EQ(parse_described_type("map<string,array<struct<x y:struct<>,z:decimal(3,1)>>>"),
            DataType::map(text, DataType::array(structure({{"x y", structure({})}, {"z", DataType::decimal(3, 1)}}))));
  EXPECT_EQ(parse_described_type("interval day to second")->kind, TypeKind::other);
}

TEST(DescribedType, WhatWasCutOffIsNoType) {
  for (const char* text :
       {"", "struct<a:int,... 9 more fields>", "struct<a:int", "array<int>>", "map<int>", "decimal(3"}) {
    EXPECT_FALSE(parse_described_type(text)) << text;
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "array<";
  EXPECT_FALSE(parse_described_type(deep));
}

}  // namespace
}  // namespace delta::sql
