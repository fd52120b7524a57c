#include "delta/sql/quote.hpp"

#include <gtest/gtest.h>

namespace delta::sql {
namespace {

// What Spark reads back from these literals was measured on 4.0 and 4.2.
TEST(QuoteString, MeansTheSameOnEverySpark) {
  EXPECT_EQ(quote_string("it's"), R"('it\'s')");
  EXPECT_EQ(quote_string("a\\b"), R"('a\\b')");
  EXPECT_EQ(quote_string("a\nb\t"), R"('a\u000Ab\u0009')");
  EXPECT_EQ(quote_string("${x} $y {z}"), R"('\u0024{x} $y {z}')");
  EXPECT_EQ(quote_string("é😀 -- ? \"q\""), "'é😀 -- ? \"q\"'");
  EXPECT_EQ(quote_string(""), "''");
}

TEST(DecodeString, UndoesWhatQuoteStringWrites) {
  const std::string all = std::string("a\0b", 3) + "\x01\n\x7F ${x} 'quoted' \"twice\" back\\slash grün";
  const std::string quoted = quote_string(all);
  EXPECT_EQ(decode_string(std::string_view(quoted).substr(1, quoted.size() - 2)), all);
}

TEST(DecodeString, KnowsSparksEscapes) {
  EXPECT_EQ(decode_string(R"(\u00e9\t\101\x\%\_\Z)"), "é\tAx\\%\\_\x1A");
  EXPECT_EQ(decode_string(R"(\uD83D\uDE00 \U0001F600)"), "😀 😀");
  EXPECT_EQ(decode_string(R"(\uD83D!)"), "\uFFFD!");
  EXPECT_EQ(decode_string(R"(\u12 \UFFFFFFFF \)"), R"(u12 UFFFFFFFF \)");
}

TEST(QuoteIdentifier, DoublesBackticks) {
  EXPECT_EQ(quote_identifier("a`b"), "`a``b`");
  EXPECT_EQ(quote(TableName::parse("c.s.t")), "`c`.`s`.`t`");
  EXPECT_EQ(quote(ColumnPath({Identifier("a.b"), Identifier("c")})), "`a.b`.`c`");
}

}  // namespace
}  // namespace delta::sql
