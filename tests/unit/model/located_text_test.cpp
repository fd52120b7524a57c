#include <gtest/gtest.h>

#include "delta/model/source.hpp"

namespace delta {
namespace {

/// As extracted from `"ab\ncd"` at line 3, column 10, and continued by `"ef"` on line 4.
LocatedText text() {
  LocatedText located("ab\ncdef", {.file = "x.hpp", .line = 3, .column = 10, .length = 8});
  located.runs = {{.offset = 0, .line = 3, .column = 11},
                  {.offset = 3, .line = 3, .column = 15},
                  {.offset = 5, .line = 4, .column = 11}};
  return located;
}

TEST(LocatedText, FindsBytesBehindAnEscapeAndOnTheNextLine) {
  EXPECT_EQ(text().at(1, 1).column, 12);
  EXPECT_EQ(text().at(3, 2).column, 15);
  EXPECT_EQ(text().at(3, 2).length, 2);
  EXPECT_EQ(text().at(6, 1).line, 4);
  EXPECT_EQ(text().at(6, 1).column, 12);
}

TEST(LocatedText, UnderlinesUpToTheEndOfItsRun) { EXPECT_EQ(text().at(3, 4).length, 2); }

TEST(LocatedText, FallsBackToTheWholeLiteral) {
  EXPECT_EQ(text().at(90, 2).column, 10);
  EXPECT_EQ(LocatedText("abc", {.file = "y", .line = 1, .column = 2, .length = 5}).at(1, 1).column, 2);
}

}  // namespace
}  // namespace delta
