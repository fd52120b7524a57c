#include "adapters/lake/json.hpp"

#include <gtest/gtest.h>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/schema_json.hpp"
#include "delta/sql/type_text.hpp"

namespace delta::lake::test {
namespace {

TEST(LakeJson, IsWrittenBackAsItWas) {
  for (const char* text :
       {R"({"b":1.50,"a":[1e2,-0,true,null,{}],"é":"\"\\\n\t ü 😀"})", "[]", "\"\"", "12345678901234567890"}) {
    EXPECT_EQ(parse_json(text).dump(), text);
  }
}

TEST(LakeJson, EscapesAreDecoded) {
  EXPECT_EQ(parse_json(R"("\u00e9\ud83d\ude00\/\u0000")").text, std::string("é😀/\0", 8));
  EXPECT_EQ(Json::of(std::string("\x01", 1)).dump(), "\"\\u0001\"");
}

TEST(LakeJson, WhatIsNoJsonIsRefused) {
  for (const char* text :
       {"",      "{",   "[1,]",  "{\"a\"}",           "{\"a\":}",  "tru",         "01x",         "-",
        "1.",    "1e",  "\"",    "\"\\x\"",           "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"a\nb\"",
        "{} {}", "nul", "[1 2]", "\"\\ud800\\u0041\""}) {
    EXPECT_THROW(parse_json(text), LogError) << text;
    if (std::string_view(text).find('\\') == std::string_view::npos &&
        std::string_view(text).find('\n') == std::string_view::npos) {
      EXPECT_THROW(
          {
            JsonCursor cursor(text);
            cursor.skip_value();
            cursor.expect_end();
          },
          LogError)
          << "skipped: " << text;
    }
  }
}

TEST(LakeJson, ANameThatIsGivenTwiceIsRefused) {
  EXPECT_THROW(parse_json(R"({"a":1,"b":2,"a":1})"), LogError);
  std::string many = "{";  // an object of many members is searched in another way
  for (char name = 'a'; name < 'm'; ++name) many += std::string("\"") + name + "\":1,";
  EXPECT_EQ(parse_json(many + "\"n\":1}").members.size(), 13U);
  EXPECT_THROW(parse_json(many + "\"c\":1}"), LogError);
}

TEST(LakeJson, ComparesAsData) {
  EXPECT_TRUE(same_value(parse_json(R"({"a":1,"b":null})"), parse_json(R"({"c":null,"a":1})")));
  EXPECT_FALSE(same_value(parse_json(R"({"a":1})"), parse_json(R"({"a":"1"})")));
  EXPECT_FALSE(same_value(parse_json("[1,2]"), parse_json("[2,1]")));
}

TEST(SchemaJson, TypesGoThereAndBack) {
  for (const char* text :
       {"BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(38,18)", "STRING", "VARCHAR(7)",
        "CHAR(2)", "BINARY", "DATE", "TIMESTAMP", "TIMESTAMP_NTZ", "VARIANT", "ARRAY<ARRAY<VARCHAR(3)>>",
        "MAP<VARCHAR(9), STRUCT<a: INT NOT NULL COMMENT 'x', `b c`: CHAR(4)>>", "STRUCT<`a:b`: VARCHAR(1), c: DATE>"}) {
    Column column;
    column.name = Identifier("c");
    column.type = *sql::parse_type(text);
    EXPECT_EQ(column_from_json(parse_json(column_to_json(column).dump())).type, column.type) << text;
  }
}

TEST(SchemaJson, AnUnknownTypeIsKeptByName) {
  const Column column =
      column_from_json(parse_json(R"x({"name":"g","type":"geometry(4326)","nullable":true,"metadata":{}})x"));
  EXPECT_EQ(column.type.kind, TypeKind::other);
  EXPECT_EQ(column.type.name(), "geometry(4326)");
}

TEST(SchemaJson, AMalformedSchemaIsRefused) {
  for (const char* text :
       {R"({})", R"({"fields":7})", R"({"fields":[{}]})", R"({"fields":[{"name":"a"}]})", R"([])",
        R"({"fields":[{"name":"a","type":{"type":"array"}}]})", R"({"fields":[{"name":1,"type":"long"}]})",
        R"({"fields":[{"name":"a","type":"long","metadata":{"delta.identity.start":"x"}}]})"}) {
    EXPECT_THROW(columns_from_json(parse_json(text)), LogError) << text;
  }
}

}  // namespace
}  // namespace delta::lake::test
