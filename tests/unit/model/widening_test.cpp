#include "delta/model/widening.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/tables.hpp"

namespace delta {
namespace {

using testing::type;

/// What a type may become, as Delta 4.0 answered when each pair of these types was run, with type widening switched on
/// and without.
struct Row {
  std::string from;
  std::vector<std::string> with_widening;  ///< besides those of `always`
  std::vector<std::string> always;
};

const std::vector<Row>& matrix() {
  static const std::vector<Row> rows = {
      {"TINYINT",
       {"SMALLINT", "INT", "BIGINT", "DOUBLE", "DECIMAL(10,0)", "DECIMAL(12,0)", "DECIMAL(12,2)", "DECIMAL(20,0)",
        "DECIMAL(38,18)"},
       {}},
      {"SMALLINT",
       {"INT", "BIGINT", "DOUBLE", "DECIMAL(10,0)", "DECIMAL(12,0)", "DECIMAL(12,2)", "DECIMAL(20,0)",
        "DECIMAL(38,18)"},
       {}},
      {"INT",
       {"BIGINT", "DOUBLE", "DECIMAL(10,0)", "DECIMAL(12,0)", "DECIMAL(12,2)", "DECIMAL(20,0)", "DECIMAL(38,18)"},
       {}},
      {"BIGINT", {"DECIMAL(20,0)", "DECIMAL(38,18)"}, {}},
      {"FLOAT", {"DOUBLE"}, {}},
      {"DOUBLE", {}, {}},
      {"DECIMAL(5,2)", {"DECIMAL(12,2)", "DECIMAL(38,18)"}, {}},
      {"DECIMAL(10,0)", {"DECIMAL(12,0)", "DECIMAL(12,2)", "DECIMAL(20,0)", "DECIMAL(38,18)"}, {}},
      {"DECIMAL(12,0)", {"DECIMAL(20,0)", "DECIMAL(38,18)"}, {}},
      {"DECIMAL(12,2)", {"DECIMAL(38,18)"}, {}},
      {"DECIMAL(20,0)", {"DECIMAL(38,18)"}, {}},
      {"DECIMAL(38,18)", {}, {}},
      {"STRING", {}, {}},
      {"VARCHAR(10)", {}, {"STRING", "VARCHAR(20)"}},
      {"VARCHAR(20)", {}, {"STRING"}},
      {"CHAR(10)", {}, {"STRING", "VARCHAR(10)", "VARCHAR(20)"}},
      {"CHAR(20)", {}, {"STRING", "VARCHAR(20)"}},
      {"BINARY", {}, {}},
      {"DATE", {"TIMESTAMP_NTZ"}, {}},  // Delta asks for the feature timestampNtz first, and for nothing else
      {"TIMESTAMP", {}, {}},
      {"TIMESTAMP_NTZ", {}, {}},
      {"BOOLEAN", {}, {}},
  };
  return rows;
}

bool holds(const std::vector<std::string>& types, const std::string& type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool widens(const std::string& from, const std::string& to) { return find_widening(type(from), type(to)) != nullptr; }

TEST(Widening, AllowsOfAllPairsWhatDeltaDoesAndNoMore) {
  for (const Row& from : matrix()) {
    for (const Row& to : matrix()) {
      const WideningRow* row = find_widening(type(from.from), type(to.from));
      const bool always = holds(from.always, to.from);
      ASSERT_EQ(row != nullptr, always || holds(from.with_widening, to.from)) << from.from << " to " << to.from;
      if (row == nullptr) continue;
      EXPECT_EQ(row->needs_feature, !always) << from.from << " to " << to.from;
    }
  }
}

TEST(Widening, NeedsASecondFeatureForATimestampAlone) {
  for (const Row& from : matrix()) {
    for (const Row& to : matrix()) {
      const WideningRow* row = find_widening(type(from.from), type(to.from));
      if (row == nullptr) continue;
      EXPECT_EQ(row->also, from.from == "DATE" ? "timestampNtz" : "") << from.from;
    }
  }
}

TEST(Widening, OfAnIntegerNeedsADecimalWithAllItsDigits) {
  for (const char* small : {"TINYINT", "SMALLINT", "INT"}) {
    EXPECT_TRUE(widens(small, "DECIMAL(10,0)")) << small;
    EXPECT_FALSE(widens(small, "DECIMAL(9,0)")) << small << ": ten digits are asked for, whatever the type holds";
    EXPECT_FALSE(widens(small, "DECIMAL(5,0)")) << small;
    EXPECT_TRUE(widens(small, "DECIMAL(13,3)")) << small;
    EXPECT_FALSE(widens(small, "DECIMAL(12,3)")) << small << ": digits after the point do not count";
    EXPECT_TRUE(widens(small, "DECIMAL(38,28)")) << small;
    EXPECT_FALSE(widens(small, "DECIMAL(38,29)")) << small;
  }
  EXPECT_TRUE(widens("BIGINT", "DECIMAL(20,0)"));
  EXPECT_FALSE(widens("BIGINT", "DECIMAL(19,0)")) << "though each BIGINT has at most 19 digits";
  EXPECT_TRUE(widens("BIGINT", "DECIMAL(22,2)"));
  EXPECT_FALSE(widens("BIGINT", "DECIMAL(21,2)"));
  EXPECT_TRUE(widens("BIGINT", "DECIMAL(38,18)"));
  EXPECT_FALSE(widens("BIGINT", "DECIMAL(38,19)"));
}

TEST(Widening, OfADecimalLosesNoDigitOnEitherSideOfThePoint) {
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(10,2)")) << "it is the same type";
  EXPECT_TRUE(widens("DECIMAL(10,2)", "DECIMAL(11,2)"));
  EXPECT_TRUE(widens("DECIMAL(10,2)", "DECIMAL(11,3)"));
  EXPECT_TRUE(widens("DECIMAL(10,2)", "DECIMAL(38,30)"));
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(38,31)"));
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(10,3)")) << "seven digits are left before the point";
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(9,2)"));
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(10,1)"));
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(38,1)")) << "one digit is left after the point";
  EXPECT_FALSE(widens("DECIMAL(10,2)", "DECIMAL(38,0)"));
}

TEST(Widening, OfTextNeverShortensIt) {
  EXPECT_FALSE(widens("VARCHAR(10)", "VARCHAR(9)"));
  EXPECT_TRUE(widens("VARCHAR(10)", "VARCHAR(11)"));
  EXPECT_FALSE(widens("CHAR(10)", "VARCHAR(9)"));
  EXPECT_TRUE(widens("CHAR(10)", "VARCHAR(10)"));
  EXPECT_FALSE(widens("CHAR(10)", "CHAR(11)"));
  EXPECT_FALSE(widens("VARCHAR(10)", "CHAR(20)"));
}

TEST(Widening, OfANestedTypeGoesByItsLeaves) {
  EXPECT_FALSE(widens("ARRAY<INT>", "ARRAY<BIGINT>"));
  EXPECT_FALSE(widens("STRUCT<a: INT>", "STRUCT<a: BIGINT>"));
  EXPECT_FALSE(widens("INT", "VARIANT"));
}

TEST(Widening, SaysWhatATypeCanBecome) {
  EXPECT_EQ(widening_targets(type("SMALLINT")),
            "INT, BIGINT, DOUBLE or a DECIMAL with at least 10 digits before the point");
  EXPECT_EQ(widening_targets(type("BIGINT")), "a DECIMAL with at least 20 digits before the point");
  EXPECT_EQ(widening_targets(type("DECIMAL(10,2)")), "a DECIMAL with at least 8 digits before the point and 2 after");
  EXPECT_EQ(widening_targets(type("CHAR(4)")), "VARCHAR(4) or longer or STRING");
  for (const Row& row : matrix()) {
    if (row.from == "DECIMAL(38,18)") continue;  // a DECIMAL is told its digits, even where no wider one exists
    EXPECT_EQ(widening_targets(type(row.from)).empty(), row.always.empty() && row.with_widening.empty()) << row.from;
  }
}

}  // namespace
}  // namespace delta
