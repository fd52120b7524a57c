#include "delta/sql/type_text.hpp"

#include <gtest/gtest.h>

namespace delta::sql {
namespace {

std::string round_trip(std::string_view text) {
  const auto type = parse_type(text);
  return type ? type_text(*type) : "error at " + std::to_string(type.error().offset) + ": " + type.error().message;
}

TEST(ParseType, KnowsEveryAlias) {
  EXPECT_EQ(round_trip("boolean"), "BOOLEAN");
  EXPECT_EQ(round_trip("BYTE"), "TINYINT");
  EXPECT_EQ(round_trip("short"), "SMALLINT");
  EXPECT_EQ(round_trip("Integer"), "INT");
  EXPECT_EQ(round_trip("long"), "BIGINT");
  EXPECT_EQ(round_trip("real"), "FLOAT");
  EXPECT_EQ(round_trip("numeric(5)"), "DECIMAL(5,0)");
  EXPECT_EQ(round_trip("dec"), "DECIMAL(10,0)");
  EXPECT_EQ(round_trip("timestamp_ltz"), "TIMESTAMP");
  EXPECT_EQ(round_trip("character(3)"), "CHAR(3)");
}

TEST(ParseType, Nests) {
  EXPECT_EQ(round_trip("array<struct<a:int,b:map<string,decimal(10,2)>>>"),
            "ARRAY<STRUCT<a: INT, b: MAP<STRING, DECIMAL(10,2)>>>");
  EXPECT_EQ(round_trip("struct<a INT NOT NULL COMMENT 'it\\'s', `b c`: STRING>"),
            "STRUCT<a: INT NOT NULL COMMENT 'it\\'s', `b c`: STRING>");
  EXPECT_EQ(round_trip("STRUCT<>"), "STRUCT<>");
  EXPECT_EQ(round_trip(std::string(5000, '<')), "error at 0: a type is missing");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "array<";
  EXPECT_EQ(round_trip(deep), "error at 606: types nest more than 100 deep");
}

TEST(ParseType, LeavesNumbersToTheRules) {
  EXPECT_EQ(round_trip("DECIMAL(39,0)"), "DECIMAL(39,0)");
  EXPECT_EQ(round_trip("DECIMAL(5,-2)"), "DECIMAL(5,-2)");
  EXPECT_EQ(round_trip("VARCHAR(0)"), "VARCHAR(0)");
}

TEST(ParseType, KeepsWhatItDoesNotKnow) {
  for (const char* text : {"INTERVAL DAY TO SECOND", "STRING COLLATE UTF8_LCASE", "TIME(3)", "GEOMETRY(4326)", "VOID",
                           "TEXT", "UUID", "TIMESTAMP(3)", "DOUBLE PRECISION", "BIGINT UNSIGNED"}) {
    const auto type = parse_type(text);
    ASSERT_TRUE(type) << text;
    EXPECT_EQ(type->kind, TypeKind::other) << text;
    EXPECT_EQ(type->text, text);
  }
  EXPECT_EQ(round_trip("ARRAY<INTERVAL YEAR>"), "ARRAY<INTERVAL YEAR>");
  EXPECT_EQ(round_trip("struct<a: interval day NOT NULL, b: int>"), "STRUCT<a: interval day NOT NULL, b: INT>");
}

TEST(ParseType, TellsWhereTheFaultIs) {
  EXPECT_EQ(round_trip(""), "error at 0: a type is missing");
  EXPECT_EQ(round_trip("ARRAY<INT"), "error at 9: '>' is missing");
  EXPECT_EQ(round_trip("INT INT"), "error at 4: unexpected 'I' after the type");
  EXPECT_EQ(round_trip("VARCHAR"), "error at 0: VARCHAR needs a length, as in VARCHAR(20)");
  EXPECT_EQ(round_trip("DECIMAL(99999999999)"), "error at 8: a number here is too large");
}

}  // namespace
}  // namespace delta::sql
