#include "delta/plan/planner.hpp"

#include <gmock/gmock.h>

#include "delta/rules/changes.hpp"
#include "plan/alter_steps.hpp"
#include "plan/judge.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// --- one table ----------------------------------------------------------------------------------------------------

TEST(Plan, AnEqualTableNeedsNothing) {
  const Table declared = orders({column("id", "BIGINT")});
  const Plan made = plan({declared}, {marked(observed(declared), declared)});
  EXPECT_TRUE(made.in_sync());
  EXPECT_THAT(made.tables.at(0).units, IsEmpty());
  EXPECT_FALSE(made.tables.at(0).unmarked);
}

TEST(Plan, AnAbsentTableIsCreatedWithItsMark) {
  const TablePlan made = plan_one(orders({column("id", "BIGINT")}), absent(kOrders));
  EXPECT_THAT(steps(made), ElementsAre("create_table dev.silver.orders"));
  const Unit& unit = made.units.at(0);
  EXPECT_EQ(unit.before, "");
  EXPECT_NE(unit.after, "");
  ASSERT_TRUE(unit.mark);
  EXPECT_TRUE(unit.mark->holds("column", "id"));
  EXPECT_THAT(unit.statements,
              ElementsAre(HasSubstr("CREATE TABLE `dev`.`silver`.`orders` (\n  `id` BIGINT\n) USING DELTA")));
}

TEST(Plan, StepsComeInTheOrderOfTheDesign) {
  Table before =
      orders({column("id", "INT"), column("note", "STRING"), column("gone", "STRING"), column("day", "DATE")});
  before.checks = {{"c", "note <> ''"}};
  ObservedTable now = marked(observed(before), before);
  now.may_have_rows = false;
  Table after = orders({column("id", "BIGINT"), renamed(column("remark", "STRING"), "note"),
                        commented(column("day", "DATE"), "when"), defaulted(column("extra", "TIMESTAMP_NTZ"), "NULL")});
  after.checks = {{"c", "remark <> ''"}};
  after.properties = {{"delta.enableChangeDataFeed", "true"}};
  after.cluster_by = {"day"};
  const TablePlan made = plan_one(after, now);
  EXPECT_THAT(codes(made), IsEmpty());
  EXPECT_THAT(
      steps(made),
      ElementsAre("drop_check c", "enable_feature allowColumnDefaults", "enable_feature changeDataFeed",
                  "enable_feature checkConstraints", "enable_feature clustering", "enable_feature columnMapping",
                  "enable_feature timestampNtz", "enable_feature typeWidening", "rename_column note",
                  "add_column extra", "alter_type id", "set_property delta.enableChangeDataFeed", "set_comment day",
                  "set_default extra", "set_clustering day", "add_check c", "drop_column gone"));
  EXPECT_THAT(made.units, SizeIs(1)) << "a lake commits a table's whole plan at once";
}

TEST(Plan, AFeatureThatTheTableHasIsNoStep) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  ObservedTable now = marked(mapped(observed(before)), before);
  now.table.properties.push_back({"delta.enableTypeWidening", "true"});
  const TablePlan made = plan_one(orders({column("id", "BIGINT")}), with_features(now, {"typeWidening"}));
  EXPECT_THAT(steps(made), ElementsAre("alter_type id", "drop_column gone"));
}

TEST(Plan, AFeatureInTheProtocolAloneIsSwitchedOnWithoutPermission) {
  const Table before = orders({column("id", "INT")});
  const TablePlan made =
      plan_one(orders({column("id", "BIGINT")}), with_features(observed(before), {"typeWidening"}), {});
  EXPECT_THAT(steps(made), ElementsAre("enable_feature typeWidening", "alter_type id"));
  EXPECT_EQ(step(made, "enable_feature").permission, "");
}

TEST(Plan, VarcharGrowsWithoutAFeature) {
  const TablePlan made = plan_one(orders({column("a", "STRING"), column("b", "VARCHAR(9)")}),
                                  observed(orders({column("a", "VARCHAR(4)"), column("b", "CHAR(9)")})), {});
  EXPECT_THAT(steps(made), ElementsAre("alter_type a", "alter_type b"));
}

TEST(Plan, ADeclaredMappingModeIsTheFeatureItself) {
  Table after = orders({column("id", "INT")});
  after.properties = {{"delta.columnMapping.mode", "name"}};
  const TablePlan made = plan_one(after, observed(orders({column("id", "INT")})));
  EXPECT_THAT(steps(made), ElementsAre("enable_feature columnMapping"));
}

TEST(Plan, ANewColumnsPlaceMayBeAnotherNewColumn) {
  Column first = column("a", "INT");
  first.position = {Position::Place::after, LocatedText("b")};
  const TablePlan made =
      plan_one(orders({first, column("b", "INT"), column("id", "INT")}), observed(orders({column("id", "INT")})));
  EXPECT_THAT(steps(made), ElementsAre("add_column b", "add_column a"));
}

// The rules refuse renamed_from of a declared column in a registry; steps are in a safe order all the same.
TEST(Plan, ANameIsFreedBeforeItIsTaken) {
  const Table after =
      orders({renamed(column("b", "STRING"), "a"), renamed(column("c", "INT"), "b"), column("a", "DATE")});
  const ObservedTable now = mapped(observed(orders({column("a", "STRING"), column("b", "INT")})));
  const Diff found = diff(after, now, std::nullopt);
  const Capabilities can = lake();
  std::vector<std::string> words;
  ObservedTable state = now;
  for (const Step& each : alter_steps(Alteration(after, now, can, found.changes), 0)) {
    words.push_back(std::string(action_name(each.action)) + ' ' + action_subject(each.action));
    simulate(state, each.action);
  }
  EXPECT_THAT(words, ElementsAre("rename_column b", "rename_column a", "add_column a"));
  EXPECT_EQ(diff(after, state, std::nullopt).changes, std::vector<Change>{});
}

// --- permission ---------------------------------------------------------------------------------------------------

TEST(Permission, AGatedStepIsSkippedAndSaysWhichFlagAllowsIt) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  const TablePlan made = plan_one(orders({column("id", "INT")}), marked(mapped(observed(before)), before), {});
  EXPECT_THAT(steps(made), ElementsAre("skip drop_column gone"));
  EXPECT_EQ(step(made, "drop_column").skip_reason, "needs --allow drop-column");
  EXPECT_FALSE(made.units.at(0).runs());
  EXPECT_THAT(made.units.at(0).statements, IsEmpty());
  EXPECT_EQ(made.units.at(0).before, made.units.at(0).after);
  EXPECT_FALSE(made.in_sync());
}

TEST(Permission, WhatNeedsASkippedStepIsSkippedToo) {
  const TablePlan made = plan_one(orders({renamed(column("remark", "STRING"), "note"), column("x", "INT")}),
                                  observed(orders({column("note", "STRING")})), {});
  EXPECT_THAT(steps(made), ElementsAre("skip enable_feature columnMapping", "skip rename_column note", "add_column x"));
  EXPECT_EQ(step(made, "rename_column").skip_reason, "waits for column mapping: needs --allow protocol-upgrade");
}

TEST(Permission, ReachesOnlyTheTablesOfItsPattern) {
  PlanOptions options;
  options.allow = {{"drop-column", "*.other"}};
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  EXPECT_THAT(steps(plan_one(orders({column("id", "INT")}), marked(mapped(observed(before)), before), options)),
              ElementsAre("skip drop_column gone"));
  options.allow = {{"drop-column", "DEV.*"}};
  EXPECT_THAT(steps(plan_one(orders({column("id", "INT")}), marked(mapped(observed(before)), before), options)),
              ElementsAre("drop_column gone"));
}

TEST(Permission, AMissingSourceIsAddedOnlyWhenAllowed) {
  const Table after = orders({column("id", "INT"), renamed(column("remark", "STRING"), "note")});
  const TablePlan gated = plan_one(after, observed(orders({column("id", "INT")})), {});
  EXPECT_THAT(steps(gated), ElementsAre("skip add_column remark"));
  EXPECT_EQ(step(gated, "add_column").permission, "missing-source");
  EXPECT_THAT(steps(plan_one(after, observed(orders({column("id", "INT")})))), ElementsAre("add_column remark"));
}

TEST(Permission, EveryGatedKindHasItsWord) {
  Table before = orders({required("id", "INT"), column("gone", "INT")});
  before.checks = {{"c", "id > 0"}};
  const TablePlan made = plan_one(orders({column("id", "INT")}), marked(observed(before), before));
  EXPECT_EQ(step(made, "drop_not_null").permission, "drop-not-null");
  EXPECT_EQ(step(made, "drop_check").permission, "drop-check");
  EXPECT_EQ(step(made, "drop_column").permission, "drop-column");
  EXPECT_EQ(step(made, "enable_feature").permission, "protocol-upgrade");
}

TEST(Permission, WordsAreRead) {
  EXPECT_EQ(parse_permission("drop-column")->glob, "*");
  EXPECT_EQ(parse_permission("drop-table:dev.*")->glob, "dev.*");
  const auto wrong = parse_permission("drop-colum");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().fix, HasSubstr("did you mean 'drop-column'"));
  EXPECT_FALSE(parse_permission("drop-table:"));
}

TEST(Permission, PatternsFollowTheShell) {
  EXPECT_TRUE(glob_match("*", "a.b.c"));
  EXPECT_TRUE(glob_match("DEV.*.orders", "dev.silver.Orders"));
  EXPECT_TRUE(glob_match("d?v.*", "dev.x"));
  EXPECT_TRUE(glob_match("*a*b", "xxayyab"));
  EXPECT_FALSE(glob_match("dev", "dev.x"));
  EXPECT_FALSE(glob_match("?", ""));
  EXPECT_TRUE(glob_match("**", ""));
}

// --- CHECKs in the way --------------------------------------------------------------------------------------------

Table checked(std::vector<Column> columns, const std::string& expression) {
  Table made = orders(std::move(columns));
  made.checks = {{"positive", expression}};
  return made;
}

ObservedTable with_check(const Table& state) {
  ObservedTable now = with_features(marked(observed(state), state), {"checkConstraints"});
  now.table.properties.push_back({"delta.enableTypeWidening", "true"});
  return mapped(with_features(now, {"typeWidening"}));
}

TEST(CheckInTheWay, IsDroppedFirstAndAddedBack) {
  const Table before = checked({column("total", "INT")}, "total > 0");
  const Table after = checked({column("total", "BIGINT")}, "total > 0");
  const TablePlan made = plan_one(after, with_check(before), {}, engine());
  EXPECT_THAT(codes(made), IsEmpty());
  EXPECT_THAT(steps(made), ElementsAre("drop_check positive", "alter_type total", "add_check positive"));
  EXPECT_EQ(step(made, "drop_check").permission, "") << "nothing is lost";
}

TEST(CheckInTheWay, IsFoundThroughStructs) {
  const Table before = checked({column("s", "STRUCT<a: INT, b: INT>")}, "s.a > 0");
  const Table after = checked({column("s", "STRUCT<a: BIGINT, b: BIGINT>")}, "s.a > 0");
  const TablePlan made = plan_one(after, with_check(before), {}, engine());
  EXPECT_THAT(steps(made),
              ElementsAre("drop_check positive", "alter_type s.a", "alter_type s.b", "add_check positive"));
}

TEST(CheckInTheWay, StaysWhereItsColumnsStay) {
  const Table before = checked({column("total", "INT"), column("x", "INT")}, "total > 0");
  const Table after = checked({column("total", "INT"), column("x", "BIGINT")}, "total > 0");
  EXPECT_THAT(steps(plan_one(after, with_check(before), {}, engine())), ElementsAre("alter_type x"));
}

TEST(CheckInTheWay, IsRefusedOnALakeWithRows) {
  const Table before = checked({column("total", "INT")}, "total > 0");
  const Table after = checked({column("total", "BIGINT")}, "total > 0");
  const TablePlan made = plan_one(after, with_check(before));
  EXPECT_THAT(codes(made), ElementsAre(rules::kCheckNeedsRows.code));
  EXPECT_THAT(made.units, IsEmpty());
  ObservedTable empty = with_check(before);
  empty.may_have_rows = false;
  EXPECT_THAT(codes(plan_one(after, empty)), IsEmpty());
}

TEST(CheckInTheWay, ThatNobodyDeclaresIsRefused) {
  const Table before = checked({column("total", "INT")}, "total > 0");
  ObservedTable now = with_check(before);
  now.mark.reset();
  EXPECT_THAT(codes(plan_one(orders({column("total", "BIGINT")}), now, {}, engine())),
              ElementsAre(rules::kCheckDepends.code));
}

TEST(CheckInTheWay, IsNotDroppedWhenItCouldNotComeBack) {
  const Table before = checked({column("note", "STRING"), column("total", "INT")}, "note <> '' AND total > 0");
  Table after =
      checked({renamed(column("remark", "STRING"), "note"), column("total", "BIGINT")}, "remark <> '' AND total > 0");
  ObservedTable now = with_features(marked(observed(before), before), {"checkConstraints", "typeWidening"});
  now.table.properties.push_back({"delta.enableTypeWidening", "true"});
  // Column mapping is not allowed, so the rename does not run, so the CHECK under the new name would not hold.
  EXPECT_THAT(steps(plan_one(after, now, {}, engine())),
              ElementsAre("skip drop_check positive", "skip enable_feature columnMapping", "skip rename_column note",
                          "skip alter_type total", "skip add_check positive"));
}

TEST(CheckInTheWay, OfADroppedColumnGoesWithPermissionOnly) {
  const Table before = checked({column("id", "INT"), column("total", "INT")}, "total > 0");
  const TablePlan made = plan_one(orders({column("id", "INT")}), with_check(before), allow({"drop-column"}), engine());
  EXPECT_THAT(steps(made), ElementsAre("skip drop_check positive", "skip drop_column total"));
  EXPECT_EQ(step(made, "drop_column").skip_reason,
            "waits for the CHECK positive to be dropped: needs --allow drop-check");
}

// --- refusals -----------------------------------------------------------------------------------------------------

struct Refusal {
  const char* name;
  Table after;
  ObservedTable now;
  int code;
};

class Refused : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithItsCodeAndNothingRuns) {
  const TablePlan made = plan_one(GetParam().after, GetParam().now);
  EXPECT_THAT(codes(made), ElementsAre(GetParam().code));
  EXPECT_THAT(made.units, IsEmpty());
  EXPECT_TRUE(made.blocked());
  ASSERT_FALSE(made.findings.empty());
  EXPECT_FALSE(made.findings[0].fix.empty()) << "a refusal names a way out";
}

Table with(Table made, void (*change)(Table&)) {
  change(made);
  return made;
}

std::vector<Refusal> refusals() {
  const Table id = orders({column("id", "INT")});
  const auto now = [](Table state) { return marked(observed(state), state); };
  const auto generated = [](Table& t) { t.columns[1].generated = LocatedText("id + 1"); };
  const auto identity = [](Table& t) { t.columns[1].identity = Identity{}; };
  const auto partitioned = [](Table& t) { t.partition_by = {"day"}; };
  const Table with_day = orders({column("id", "INT"), column("day", "DATE")});
  const Table computed = orders({column("id", "INT"), column("next", "BIGINT")});
  return {
      {"NotNullAdded", orders({column("id", "INT"), required("n", "INT")}), now(id), 601},
      {"NestedNotNullAdded", orders({column("id", "INT"), column("s", "STRUCT<a: INT NOT NULL>")}), now(id), 601},
      {"NullabilityTightened", orders({required("id", "INT")}), now(id), 703},
      {"Narrowed", orders({column("id", "SMALLINT")}), now(id), 701},
      {"NestedReplaced", orders({column("id", "ARRAY<INT>")}), now(id), 702},
      {"GeneratedAdded", with(computed, generated), now(id), 704},
      {"IdentityAdded", with(computed, identity), now(id), 704},
      {"GeneratedChanged", with(computed, generated), now(computed), 705},
      {"IdentityChanged", with(computed, identity), now(computed), 706},
      {"GeneratedFrom", with(orders({column("id", "BIGINT"), column("next", "BIGINT")}), generated),
       now(with(computed, generated)), 708},
      {"PartitioningChanged", with_day, now(with(with_day, partitioned)), 730},
      {"PartitionColumnDropped", id, now(with(with_day, partitioned)), 731},
      {"CheckNeedsRows", with(id, [](Table& t) { t.checks = {{"c", "id > 0"}}; }), now(id), 740},
      {"ClusteringNeedsRows", with(id, [](Table& t) { t.cluster_by = {"id"}; }), now(id), 734},
      {"MappingById", with(id, [](Table& t) { t.properties = {{"delta.columnMapping.mode", "id"}}; }), now(id), 742},
      {"RowTracking", with(id, [](Table& t) { t.properties = {{"delta.enableRowTracking", "true"}}; }), now(id), 743},
  };
}

INSTANTIATE_TEST_SUITE_P(Each, Refused, ::testing::ValuesIn(refusals()),
                         [](const auto& info) { return std::string(info.param.name); });

// The rules keep such tables out of a registry; the judge does not rely on it.
std::vector<int> judged(const Table& after, const ObservedTable& now) {
  const Diff found = diff(after, now, now.mark);
  const Capabilities can = lake();
  std::vector<int> codes;
  for (const Finding& each : judge(Alteration(after, now, can, found.changes))) codes.push_back(each.code);
  return codes;
}

TEST(Refusal, TheLastFieldOfAStructStays) {
  const Table before = orders({column("id", "INT"), column("s", "STRUCT<y: INT>")});
  Table after = before;
  after.columns[1].type.fields.clear();
  after.dropped = {"s.y"};
  EXPECT_THAT(judged(after, observed(before)), ElementsAre(rules::kLastFieldDropped.code));
}

TEST(Refusal, AllButThePartitionColumnsStay) {
  Table before = orders({column("id", "INT"), column("day", "DATE")});
  before.partition_by = {"day"};
  Table after = orders({column("day", "DATE")});
  after.partition_by = {"day"};
  EXPECT_THAT(judged(after, marked(observed(before), before)), ElementsAre(rules::kLastFieldDropped.code));
}

TEST(Refusal, AnIdentityKeepsItsType) {
  Table before = orders({column("id", "INT"), column("next", "BIGINT")});
  before.columns[1].identity = Identity{};
  Table after = before;
  after.columns[1].type = type("DECIMAL(20,0)");
  EXPECT_THAT(judged(after, observed(before)), ElementsAre(rules::kIdentityChanged.code));
}

TEST(Refusal, AnIdentityStaysNotNullWhereAnEngineChangesIt) {
  Table before = orders({column("id", "INT"), column("next", "BIGINT")});
  before.columns[1].identity = Identity{};
  before.columns[1].nullable = false;
  Table after = before;
  after.columns[1].nullable = true;
  const auto refused = [&](const Capabilities& capabilities) {
    std::vector<int> codes;
    const Plan plan = make_plan(registry({after}), {observed(before)}, {}, capabilities, {});
    for (const Finding& each : plan.tables.at(0).findings) codes.push_back(each.code);
    return codes;
  };
  EXPECT_THAT(refused(engine()), ElementsAre(rules::kIdentityChanged.code));
  EXPECT_THAT(refused(lake()), IsEmpty());
}

TEST(Refusal, AStructThatHoldsAClusterColumnStays) {
  Table before = orders({column("id", "INT"), column("s", "STRUCT<day: DATE, x: INT>")});
  before.cluster_by = {"s.day"};
  ObservedTable now = marked(observed(before), before);
  now.mark->aspects.erase(aspect_hash("clustering", ""));  // somebody else clustered it
  EXPECT_THAT(codes(plan_one(orders({column("id", "INT")}), now)), ElementsAre(rules::kClusterParentDropped.code));
}

TEST(Refusal, AClusterColumnGoesWhenTheClusteringDoes) {
  Table before = orders({column("id", "INT"), column("day", "DATE")});
  before.cluster_by = {"day"};
  ObservedTable now = with_features(mapped(marked(observed(before), before)), {"clustering", "domainMetadata"});
  EXPECT_THAT(steps(plan_one(orders({column("id", "INT")}), now)), ElementsAre("set_clustering ", "drop_column day"));
}

TEST(Refusal, AnotherPartitioningSpellsTheRewriteOut) {
  const Table before = orders({column("id", "INT"), column("a day", "DATE"), column("gone", "INT")});
  Table after = orders({column("id", "INT"), renamed(column("day", "DATE"), "a day"), column("made", "INT")});
  after.partition_by = {"day", "id"};
  const auto fix = [&](const Table& declared, const Capabilities& can) {
    const TablePlan made = plan_one(declared, marked(observed(before), before), allow_all(), can);
    EXPECT_THAT(codes(made), ElementsAre(730));
    return made.findings.at(0).fix;
  };
  const std::string copy =
      "INSERT INTO `dev`.`silver`.`orders` BY NAME SELECT `id`, `a day` AS `day` FROM `dev`.`silver`.`orders_before`; "
      "DROP TABLE `dev`.`silver`.`orders_before`";
  EXPECT_EQ(fix(after, engine()),
            "declare what the target has, or write the table anew with an engine: ALTER TABLE `dev`.`silver`.`orders` "
            "RENAME TO `silver`.`orders_before`; apply, which creates it PARTITIONED BY (`day`, `id`); " +
                copy);
  Capabilities catalogue = engine();
  catalogue.dialect = "databricks";
  EXPECT_THAT(fix(after, catalogue), HasSubstr("RENAME TO `dev`.`silver`.`orders_before`; apply, "))
      << "each engine takes another name";
  after.location = LocatedText("s3://b/orders");
  EXPECT_THAT(fix(after, engine()), EndsWith("write the table anew with an engine, at another location"))
      << "a table that is renamed stays where it lies, and there the new one would be made";
}

TEST(Refusal, NoPartitioningSpellsTheRewriteOutToo) {
  Table before = orders({column("id", "INT"), column("day", "DATE")});
  const Table after = before;
  before.partition_by = {"day"};
  const TablePlan made = plan_one(after, marked(observed(before), before));
  ASSERT_THAT(codes(made), ElementsAre(730));
  EXPECT_THAT(made.findings.at(0).fix, HasSubstr("; apply, which creates it without partitions; INSERT INTO "));
}

TEST(Refusal, ATypeChangeNamesTheWayOut) {
  Column total = column("total", "INT");
  total.span = {"shop/orders.hpp", 21, 9, 5};
  total.type_span = {"shop/orders.hpp", 21, 3, 4};
  const TablePlan made = plan_one(orders({total}), observed(orders({column("total", "DECIMAL(18,2)")})));
  const Finding& found = made.findings.at(0);
  EXPECT_EQ(found.text,
            "total is DECIMAL(18,2) on the target, and Delta cannot make it INT without writing its data anew: "
            "DECIMAL(18,2) can become a DECIMAL with at least 16 digits before the point and 2 after");
  EXPECT_EQ(
      found.fix,
      "keep DECIMAL(18,2); or add a member of the new type under another name, fill it and drop the old one; or write "
      "the table anew with an engine")
      << "no statement: whatever it left out would be lost";
  EXPECT_EQ(found.span.line, 21);
  EXPECT_EQ(found.span.column, 3) << "the type is at fault";
}

TEST(Refusal, AnAddedNotNullSpeaksOfTheMember) {
  Column quantity = required("quantity", "BIGINT");
  quantity.span = {"shop/orders.hpp", 26, 16, 8};
  const TablePlan made = plan_one(orders({column("id", "INT"), quantity}), observed(orders({column("id", "INT")})));
  const Finding& found = made.findings.at(0);
  EXPECT_EQ(found.text, "quantity is NOT NULL, and Delta cannot add such a column to an existing table");
  EXPECT_THAT(found.fix, HasSubstr("make it std::optional<std::int64_t>, fill it"));
  EXPECT_EQ(found.span.line, 26);
  EXPECT_EQ(found.table, kOrders);
}

TEST(Refusal, AFeatureThatTheTargetCannotSwitchOn) {
  Capabilities can = lake();
  can.writable_features = {"columnMapping"};
  const TablePlan made = plan_one(orders({column("id", "INT"), column("v", "VARIANT")}),
                                  observed(orders({column("id", "INT")})), allow_all(), can);
  EXPECT_THAT(codes(made), ElementsAre(rules::kFeatureNotWritable.code));
}

}  // namespace
}  // namespace delta
