#include "delta/sql/tokens.hpp"

#include <gtest/gtest.h>

namespace delta::sql {
namespace {

std::vector<std::string> names(std::string_view expression) {
  const auto tokens = tokenize(expression);
  if (!tokens) return {"error: " + tokens.error().message};
  std::vector<std::string> found;
  for (const Reference& reference : references(*tokens)) {
    std::string path;
    for (const std::string& part : reference.parts) path += (path.empty() ? "" : ".") + part;
    found.push_back(path);
  }
  return found;
}
using Names = std::vector<std::string>;

TEST(SameExpression, IgnoresSpacingCaseAndQuoting) {
  EXPECT_TRUE(same_expression("s.x > 0", "s . x > 0"));
  EXPECT_TRUE(same_expression("a IS NOT NULL", "`A` is not null"));
  EXPECT_TRUE(same_expression("a/*x*/+1 -- y", "a + 1"));
  EXPECT_TRUE(same_expression("a != 1", "a <> 1"));
  EXPECT_TRUE(same_expression("f(1L)", "F( 1l )"));
}

TEST(SameExpression, SeesRealDifferences) {
  EXPECT_FALSE(same_expression("a > 0", "a >= 0"));
  EXPECT_FALSE(same_expression("x = 'A'", "x = 'a'"));
  EXPECT_FALSE(same_expression("x = 'a b'", "x = 'a  b'"));
  EXPECT_FALSE(same_expression("a + b", "a"));
  EXPECT_FALSE(same_expression("a > (0", "a > ( 0")) << "texts that cannot be cut are compared as they are";
}

TEST(Tokenize, TellsWhereABracketOrQuoteIsLost) {
  EXPECT_EQ(tokenize("a + (b").error().offset, 4U);
  EXPECT_EQ(tokenize("a + b)").error().offset, 5U);
  EXPECT_EQ(tokenize("f(a]").error().offset, 3U);
  EXPECT_EQ(tokenize("x = 'abc").error().offset, 4U);
  EXPECT_EQ(tokenize("x = `abc").error().offset, 4U);
  EXPECT_EQ(tokenize("x /* y").error().offset, 2U);
}

TEST(References, FindsColumnsAndNothingElse) {
  EXPECT_EQ(names("total >= 0 AND Status IN ('a', 'b')"), (Names{"total", "status"}));
  EXPECT_EQ(names("CAST(placed_at AS DATE)"), (Names{"placed_at"}));
  EXPECT_EQ(names("CAST(a AS DECIMAL(10, 2)) + b"), (Names{"a", "b"}));
  EXPECT_EQ(names("s.x > 0"), (Names{"s.x"}));
  EXPECT_EQ(names("exists(items, i -> i.price < max_price)"), (Names{"items", "max_price"}));
  EXPECT_EQ(names("aggregate(xs, 0, (acc, x) -> acc + x)"), (Names{"xs"}));
  EXPECT_EQ(names("d > DATE '2026-01-01' + INTERVAL 3 DAYS"), (Names{"d"}));
  EXPECT_EQ(names("EXTRACT(YEAR FROM d)"), (Names{"d"}));
  EXPECT_EQ(names("datediff(DAY, a, b) < 3"), (Names{"a", "b"}));
  EXPECT_EQ(names("x::BIGINT > 1"), (Names{"x"}));
  EXPECT_EQ(names("d <= current_date"), (Names{"d"}));
  EXPECT_EQ(names("`odd name`.`x.y` = 1.5e3"), (Names{"odd name.x.y"}));
  EXPECT_EQ(names("m['key'] > arr[0].z"), (Names{"m", "arr"}))
      << "a field behind a bracket belongs to the value, whose type is not known here";
}

TEST(References, WordsOfTheLanguageAreNoColumns) {
  EXPECT_EQ(names("substring(s FROM 1 FOR n) = 'ab'"), (Names{"s", "n"}));
  EXPECT_EQ(names("s COLLATE UTF8_LCASE = t"), (Names{"s", "t"}));
  EXPECT_EQ(names("date_add(DAY, n, d) > d"), (Names{"n", "d", "d"}));
  EXPECT_EQ(names("date_add(d, n) > day"), (Names{"d", "n", "day"})) << "a column may be called day";
  EXPECT_EQ(names("trim(LEADING x FROM s) <> ''"), (Names{"x", "s"}));
  EXPECT_EQ(names("CASE WHEN a THEN b ELSE c END > d"), (Names{"a", "b", "c", "d"}));
  EXPECT_EQ(names("for > 1 AND collate = 'x'"), (Names{"for", "collate"}));
}

TEST(References, TellWhereTheyStand) {
  const auto tokens = tokenize("a > s . x");
  const auto found = references(*tokens);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].offset, 4U);
  EXPECT_EQ(found[1].length, 5U);
}

TEST(Calls, FindsFunctionsWithAndWithoutBrackets) {
  const auto tokens = tokenize("rand() > 1 AND d < current_date");
  const auto found = calls(*tokens);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].parts[0], "rand");
  EXPECT_EQ(found[1].parts[0], "current_date");
}

}  // namespace
}  // namespace delta::sql
