#include "generate/cpp_text.hpp"

#include <gtest/gtest.h>

namespace deltac {
namespace {

TEST(CppString, EscapesWhatEndsOrChangesALiteral) {
  EXPECT_EQ(cpp_string("a\"b\\c\nd\te"), R"("a\"b\\c\nd\te")");
  EXPECT_EQ(cpp_string("what?\?/no"), R"("what?\?/no")");
  EXPECT_EQ(cpp_string("?\?\?="), R"("?\?\?=")");
}

TEST(CppString, EscapesEndBeforeDigits) {
  EXPECT_EQ(cpp_string("\x01"
                       "41\x7F"
                       "8"),
            R"("\00141\1778")");
}

TEST(CppString, KeepsReadableUtf8Only) {
  EXPECT_EQ(cpp_string("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\x80"), "\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x9A\x80\"");
  EXPECT_EQ(cpp_string("\xE2\x80\xAE"), R"("\342\200\256")");                  // right-to-left override
  EXPECT_EQ(cpp_string("\xC3"), R"("\303")");                                  // torn
  EXPECT_EQ(cpp_string("\xC0\xAF\xED\xA0\x80"), R"("\300\257\355\240\200")");  // overlong, surrogate
}

TEST(CppComment, StaysOnOneLine) {
  EXPECT_EQ(cpp_comment("a\nb\\"), "a\\nb");
  EXPECT_EQ(cpp_comment("x\\\n?\?/"), "x\\\\n? ?/");
}

TEST(Identifiers, AreNeitherKeywordsNorReservedNorRepeated) {
  IdentifierScope scope;
  EXPECT_EQ(scope.unique("class", "columns"), "class_columns");
  EXPECT_EQ(scope.unique("_Odd__name", "x"), "Odd_name_x");
  EXPECT_EQ(scope.unique("Odd name", "x"), "Odd_name_x2");
  EXPECT_EQ(scope.unique("7up", ""), "n7up_n");
  EXPECT_EQ(scope.unique("\xE5\x90\x8D", "columns"), "n_columns");
}

TEST(HeaderFile, StaysInTheOutputDirectory) {
  EXPECT_EQ(header_file("shop", "include/shop/orders.hpp"), "shop/include/shop/orders.hpp.cpp");
  EXPECT_EQ(header_file("shop", "../x/./orders.hpp"), "shop/_up/x/orders.hpp.cpp");
  EXPECT_EQ(header_file("shop", "/abs/orders.hpp"), "shop/abs/orders.hpp.cpp");
}

TEST(HeaderSymbol, DiffersWhereTheReadablePartDoesNot) {
  EXPECT_NE(header_symbol("shop", "a-b.hpp"), header_symbol("shop", "a_b.hpp"));
  EXPECT_EQ(header_symbol("shop", "a.hpp").rfind("header_shop_a_hpp_", 0), 0U);
}

}  // namespace
}  // namespace deltac
