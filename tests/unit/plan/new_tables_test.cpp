// What is true of a table because it is new, or empty.
#include <gmock/gmock.h>

#include "delta/rules/changes.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Table with_properties(std::vector<Property> properties) {
  Table made = orders({column("id", "INT")});
  made.properties = std::move(properties);
  return made;
}

/// Delta's IcebergCompat and UniversalFormat set what a CREATE leaves open, and refuse a value that is against it.
TEST(NewTable, GetsWhatItsPropertiesNeed) {
  for (const Property& each :
       {Property{"delta.enableIcebergCompatV2", "true"}, Property{"delta.universalFormat.enabledFormats", "iceberg"}}) {
    EXPECT_THAT(codes(plan_one(with_properties({each}), absent(kOrders), allow_all(), engine())), IsEmpty());
    EXPECT_THAT(
        codes(plan_one(with_properties({each}), observed(orders({column("id", "INT")})), allow_all(), engine())),
        ElementsAre(rules::kNeedsAnotherProperty.code))
        << "one that is there does not";
  }
}

TEST(NewTable, DoesNotGetWhatIsDeclaredAgainstIt) {
  const Table declared =
      with_properties({{"delta.columnMapping.mode", "none"}, {"delta.enableIcebergCompatV2", "true"}});
  const TablePlan made = plan_one(declared, absent(kOrders), allow_all(), engine());
  ASSERT_THAT(codes(made), ElementsAre(rules::kNeedsAnotherProperty.code));
  EXPECT_THAT(made.findings[0].text, HasSubstr("needs delta.columnMapping.mode 'name', and delta.columnMapping.mode is "
                                               "declared 'none'"));
  EXPECT_THAT(
      codes(plan_one(with_properties({{"delta.columnMapping.mode", "id"}, {"delta.enableIcebergCompatV2", "true"}}),
                     absent(kOrders), allow_all(), engine())),
      IsEmpty());
}

Table checked() {
  Table made = orders({column("id", "INT")});
  made.checks = {{"positive", "id > 0"}};
  return made;
}

TEST(NewTable, HasNoRowsToRead) {
  const Impact impact = step(plan_one(checked(), absent(kOrders), {}, engine()), "add_check").impact;
  EXPECT_EQ(impact.text, "no row is there yet");
  EXPECT_FALSE(impact.scans_rows);
}

TEST(EmptyTable, HasNoRowsToRead) {
  ObservedTable there = with_features(observed(orders({column("id", "INT")})), {"checkConstraints"});
  const Impact full = step(plan_one(checked(), there, {}, engine()), "add_check").impact;
  EXPECT_THAT(full.text, HasSubstr("reads every row"));
  EXPECT_TRUE(full.scans_rows);
  there.may_have_rows = false;
  for (const Capabilities& can : {engine(), lake()}) {
    const Impact impact = step(plan_one(checked(), there, {}, can), "add_check").impact;
    EXPECT_EQ(impact.text, "no row is there yet");
    EXPECT_FALSE(impact.scans_rows);
  }
}

/// As Spark 4.0 is: it makes no such columns, and changes tables that have them.
TEST(GeneratedColumns, StandInTheWayOnlyOfATableThatIsMade) {
  Table declared = orders({column("id", "BIGINT"), column("twice", "BIGINT")});
  declared.columns[1].generated = LocatedText("id * 2");
  Capabilities old = engine();
  old.dialect = "spark 4.0";
  old.generated_columns = false;
  EXPECT_THAT(codes(plan_one(declared, absent(kOrders), allow_all(), old)), ElementsAre(613));
  const ObservedTable there = marked(observed(declared), declared);
  Table commented = declared;
  commented.comment = "more";
  EXPECT_THAT(steps(plan_one(commented, there, allow_all(), old)), ElementsAre("set_comment "));
}

/// So that a saved plan is known for one of this target.
TEST(Plan, NamesTheDialectAsTheTargetDoes) {
  Capabilities old = engine();
  old.dialect = "spark 4.0";
  const Table declared = orders({column("id", "BIGINT")});
  EXPECT_EQ(plan({declared}, {absent(kOrders)}, {}, old).dialect, "spark 4.0");
}

}  // namespace
}  // namespace delta
