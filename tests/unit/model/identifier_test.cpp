#include "delta/model/identifier.hpp"

#include <gtest/gtest.h>

namespace delta {
namespace {

TEST(FoldCase, ComparesBeyondAscii) {
  EXPECT_EQ(fold_case("Orders_2"), "orders_2");
  EXPECT_EQ(fold_case("ÄÖÜ"), "äöü");
  EXPECT_EQ(fold_case("ŁÓDŹ"), "łódź");
  EXPECT_EQ(fold_case("ΑΓΆΠΗ"), "αγάπη");
  EXPECT_EQ(fold_case("ЖЁЛУДЬ"), "жёлудь");
  EXPECT_EQ(fold_case("×÷"), "×÷") << "signs between the letters have no case";
}

/// Letters are folded and compared eight at a time: each ASCII byte at each place among letters and among others
/// beside.
TEST(FoldCase, TakesEachLetterByItselfWhereverItStands) {
  for (const std::size_t length : {1U, 7U, 8U, 9U, 15U, 16U, 23U}) {
    for (std::size_t place = 0; place < length; ++place) {
      for (int byte = 0; byte < 0x80; ++byte) {
        const bool upper = byte >= 'A' && byte <= 'Z';
        std::string text(length, 'q');
        std::string expected = text;
        text[place] = static_cast<char>(byte);
        expected[place] = static_cast<char>(upper ? byte + 0x20 : byte);
        ASSERT_EQ(fold_case(text), expected) << "byte " << byte << " at " << place;
        ASSERT_EQ(compare_folded(text, expected), std::strong_ordering::equal) << "byte " << byte << " at " << place;
        const std::string other(length, 'm');
        ASSERT_EQ(compare_folded(text, other), expected <=> other) << "byte " << byte << " at " << place;
      }
      const std::string beyond = std::string(place, 'Q') + "Ä" + std::string(length - place, 'Z');
      ASSERT_EQ(fold_case(beyond), std::string(place, 'q') + "ä" + std::string(length - place, 'z'));
      ASSERT_EQ(compare_folded(beyond, fold_case(beyond)), std::strong_ordering::equal);
    }
  }
}

TEST(FoldCase, KeepsBytesThatAreNoText) {
  const std::string broken = "a\xFF\xC3";
  EXPECT_EQ(fold_case(broken), broken);
  EXPECT_NE(fold_case("\xFE"
                      "A"),
            fold_case("\xFF"
                      "A"));
  EXPECT_EQ(fold_case("\xC0\x81"), "\xC0\x81") << "an overlong form is no letter";
}

TEST(CompareFolded, AgreesWithFolding) {
  const std::string_view texts[] = {"",     "a",     "A",     "ab", "aB",    "b",     "Z",  "_",        "ä",    "Ä",
                                    "Äb",   "äB",    "aÄ",    "aä", "a\xFF", "a\xC3", "ŸX", "ÿx",       "żółw", "ŻÓŁW",
                                    "zolw", "ZOLW2", "a\x01", "a[", "a{",    "Ѐ",     "ѐ",  "a\xE2\x84"};
  for (const std::string_view a : texts) {
    for (const std::string_view b : texts) {
      EXPECT_EQ(compare_folded(a, b), fold_case(a) <=> fold_case(b)) << a << " and " << b;
    }
  }
}

TEST(FoldedHash, IsTheSameForNamesThatFoldAlike) {
  const char* const alike[][2] = {{"", ""},
                                  {"id", "ID"},
                                  {"Column_Number_12", "column_number_12"},
                                  {"Straßennummer", "STRAßENNUMMER"},
                                  {"Ÿ_and_more_text", "ÿ_AND_MORE_TEXT"},
                                  {"\xFF", "\xFF"}};
  for (const auto& [a, b] : alike) EXPECT_EQ(folded_hash(a), folded_hash(b)) << a << ' ' << b;
  EXPECT_NE(folded_hash("column_number_1"), folded_hash("column_number_2"));
  EXPECT_NE(folded_hash("ab"), folded_hash(std::string_view("ab\0", 3)));
  EXPECT_NE(folded_hash("ä"), folded_hash("ö"));
}

TEST(Identifier, IgnoresCaseAndKeepsSpelling) {
  EXPECT_EQ(Identifier("Id"), Identifier("iD"));
  EXPECT_NE(Identifier("id"), Identifier("id_"));
  EXPECT_EQ(Identifier("Id").text(), "Id");
  EXPECT_LT(Identifier("A"), Identifier("b"));
}

TEST(TableName, SplitsAtDots) {
  const TableName name = TableName::parse("{env}.silver.Orders");
  ASSERT_EQ(name.parts.size(), 3U);
  EXPECT_EQ(name.name_space().text(), "{env}.silver");
  EXPECT_EQ(name.last().text(), "Orders");
  EXPECT_EQ(name, TableName::parse("{ENV}.Silver.orders"));
  EXPECT_EQ(TableName::parse("a..b").parts.size(), 3U) << "an empty part is kept for the rules to see";
}

TEST(ColumnPath, ReadsBackticks) {
  EXPECT_EQ(ColumnPath::parse("a.b").steps.size(), 2U);
  const ColumnPath odd = ColumnPath::parse("`a.b`.c``d");
  EXPECT_EQ(ColumnPath::parse("`a.b`.c").steps.front().text(), "a.b");
  EXPECT_EQ(ColumnPath::parse("`x``y`").steps.front().text(), "x`y");
  EXPECT_EQ(ColumnPath::parse(ColumnPath({Identifier("a.b"), Identifier("c`")}).text()),
            ColumnPath({Identifier("a.b"), Identifier("c`")}));
  EXPECT_EQ(odd.steps.size(), 2U);
}

TEST(ColumnPath, ContainsItselfAndWhatIsBelow) {
  const ColumnPath parent("a.b");
  EXPECT_TRUE(parent.contains(ColumnPath("A.B")));
  EXPECT_TRUE(parent.contains(ColumnPath("a.b.c")));
  EXPECT_FALSE(parent.contains(ColumnPath("a")));
  EXPECT_FALSE(parent.contains(ColumnPath("a.bc")));
}

}  // namespace
}  // namespace delta
