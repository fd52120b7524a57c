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

TEST(QuoteIdentifier, DoublesBackticks) {
  EXPECT_EQ(quote_identifier("a`b"), "`a``b`");
  EXPECT_EQ(quote(TableName::parse("c.s.t")), "`c`.`s`.`t`");
  EXPECT_EQ(quote(ColumnPath({Identifier("a.b"), Identifier("c")})), "`a.b`.`c`");
}

}  // namespace
}  // namespace delta::sql
