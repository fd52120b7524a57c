#include "report/text_layout.hpp"

#include <gtest/gtest.h>

namespace delta::report {
namespace {

TEST(TextLayout, CountsColumnsAsATerminalDoes) {
  EXPECT_EQ(display_width("orders"), 6U);
  EXPECT_EQ(display_width("größe"), 5U);
  EXPECT_EQ(display_width("note → remark"), 13U);
  EXPECT_EQ(display_width("注文"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U) << "a combining accent takes no column";
  EXPECT_EQ(display_width("🙂"), 2U);
  EXPECT_EQ(display_width("a\xFFz"), 3U) << "a byte that is no UTF-8 counts one";
  EXPECT_EQ(display_width("\xC0\x80"), 2U) << "an overlong form is no UTF-8";
}

TEST(TextLayout, TextOfOthersCannotMoveTheCursor) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(printable("two\n lines\tof text"), "two  lines of text");
  EXPECT_EQ(printable("bad \xFF byte"), "bad \uFFFD byte");
  EXPECT_EQ(printable("abc\u202Edef"),
            "abc\uFFFD"
            "def")
      << "text that would be shown right to left";
  EXPECT_EQ(printable("größe 注文"), "größe 注文");
}

TEST(TextLayout, CutsAtACharacterAndSaysSo) {
  EXPECT_EQ(shorten("discount", 8), "discount");
  EXPECT_EQ(shorten("discounts", 8), "discoun…");
  EXPECT_EQ(shorten("注文注文", 6), "注文…") << "a wide character is not cut in half";
}

TEST(TextLayout, PadsByColumnsNotBytes) {
  EXPECT_EQ(pad("größe", 7) + "|", "größe  |");
  EXPECT_EQ(pad("注文", 6) + "|", "注文  |");
  EXPECT_EQ(pad("longer", 3), "longer");
}

TEST(TextLayout, AlignsColumns) {
  EXPECT_EQ(align({{{"a"}, {"bb"}, {"c"}}, {{"aaa"}, {"b"}, {"ccc"}}}, "  ", 40, false),
            "  a    bb  c\n"
            "  aaa  b   ccc\n");
}

TEST(TextLayout, AnEmptyCellLeavesItsColumnFree) {
  EXPECT_EQ(align({{{"a"}, {""}, {"c"}}, {{"aa"}, {"b"}, {"c"}}}, "", 40, false),
            "a      c\n"
            "aa  b  c\n");
}

TEST(TextLayout, ALongCellPushesItsOwnRowOnly) {
  EXPECT_EQ(align({{{"a"}, {"a text that is too long"}, {"c"}}, {{"a"}, {"b"}, {"c"}}}, "", 5, false),
            "a  a text that is too long  c\n"
            "a  b  c\n");
}

TEST(TextLayout, TheLastTextOfARowDoesNotWidenItsColumn) {
  EXPECT_EQ(align({{{"a"}, {"a long text without a neighbour"}, {""}}, {{"a"}, {"b"}, {"c"}}}, "", 40, false),
            "a  a long text without a neighbour\n"
            "a  b  c\n");
}

TEST(TextLayout, ColourChangesNoWidth) {
  EXPECT_EQ(align({{{"a", Style::red}, {"b"}}, {{"aa"}, {"b"}}}, "", 40, true),
            "\x1b[31ma\x1b[0m   b\n"
            "aa  b\n");
  EXPECT_EQ(paint("x", Style::bold, false), "x");
}

TEST(TextLayout, Words) {
  EXPECT_EQ(count(1, "step"), "1 step");
  EXPECT_EQ(count(0, "step"), "0 steps");
  EXPECT_EQ(seconds_text(0.04), "0.0 s");
  EXPECT_EQ(seconds_text(12.3), "12 s");
  EXPECT_EQ(seconds_text(600), "10 min");
}

}  // namespace
}  // namespace delta::report
