#include <gmock/gmock.h>

#include "delta/model/fingerprint.hpp"
#include "delta/rules/changes.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Order, CreatesThenAltersThenDrops) {
  Registry code = registry({simple("d.s.b"), simple("d.s.c"), simple("d.s.a")});
  code.tombstones.push_back({TableName::parse("d.s.0"), "d.s.0", {}, {}});
  const Table more = table("d.s.b", {column("old", "INT")});
  const Plan made = make_plan(code, {observed(simple("d.s.0")), absent("d.s.a"), observed(more), absent("d.s.c")}, {},
                              lake(), allow_all());
  EXPECT_THAT(names(made), ElementsAre("d.s.a", "d.s.c", "d.s.b", "d.s.0"));
}

TEST(Order, ATableComesAfterThoseItRefersTo) {
  const Plan made = plan({referring(keyed("d.s.a"), "d.s.c"), keyed("d.s.b"), referring(keyed("d.s.c"), "d.s.b")},
                         {absent("d.s.a"), absent("d.s.b"), absent("d.s.c")});
  EXPECT_THAT(names(made), ElementsAre("d.s.b", "d.s.c", "d.s.a"));
  EXPECT_EQ(made.tables[2].depends_on, std::vector{TableName::parse("d.s.c")});
}

TEST(Order, ACircleIsCutAtTheFirstName) {
  const Plan made = plan({referring(keyed("d.s.a"), "d.s.b"), referring(keyed("d.s.b"), "d.s.a")},
                         {absent("d.s.a"), absent("d.s.b")});
  EXPECT_THAT(names(made), ElementsAre("d.s.a", "d.s.b"));
  EXPECT_THAT(made.tables[0].depends_on, IsEmpty());
  EXPECT_THAT(made.tables[1].depends_on, SizeIs(1));
}

TEST(Order, ATableInSyncIsNotWaitedFor) {
  const Plan made =
      plan({referring(keyed("d.s.a"), "d.s.b"), keyed("d.s.b")}, {absent("d.s.a"), observed(keyed("d.s.b"))});
  EXPECT_THAT(made.tables[0].depends_on, IsEmpty());
}

// --- renames of tables ----------------------------------------------------------------------------------------------

Table moved(Table made, const std::string& earlier) {
  made.renamed_from = {earlier};
  return made;
}

TEST(TableRename, ComesFirstAndAloneInItsUnit) {
  const Table after = moved(table("d.s.new", {column("id", "INT"), column("x", "INT")}), "d.s.old");
  const Plan made = plan({after}, {absent("d.s.new"), marked(observed(simple("d.s.old")), simple("d.s.old"))});
  const TablePlan& one = made.tables.at(0);
  EXPECT_THAT(steps(one), ElementsAre("rename_table d.s.old", "add_column x"));
  ASSERT_THAT(one.units, SizeIs(2));
  EXPECT_EQ(one.units[0].after, one.units[1].before);
  EXPECT_THAT(one.units[0].statements, ElementsAre("ALTER TABLE `d`.`s`.`old` RENAME TO `s`.`new`"));
  EXPECT_THAT(one.units[1].statements, ElementsAre("ALTER TABLE `d`.`s`.`new` ADD COLUMNS (`x` INT)"));
  EXPECT_FALSE(one.units[0].mark) << "a directory's rename writes no log";
  EXPECT_EQ(one.units[1].mark->table_hash, name_hash("d.s.new"));
  EXPECT_EQ(one.observed_name, TableName::parse("d.s.old"));
}

TEST(TableRename, WithoutPermissionNothingOfTheTableRuns) {
  const Table after = moved(table("d.s.new", {column("id", "INT"), column("x", "INT")}), "d.s.old");
  const Plan made = plan({after}, {absent("d.s.new"), observed(simple("d.s.old"))}, {});
  EXPECT_THAT(steps(made.tables.at(0)), ElementsAre("skip rename_table d.s.old", "skip add_column x"));
  EXPECT_EQ(step(made.tables.at(0), "add_column").skip_reason,
            "waits for the rename to d.s.new: needs --allow rename-table");
}

TEST(TableRename, WithoutASourceIsANewTable) {
  const Plan made = plan({moved(simple("d.s.new"), "d.s.old")}, {absent("d.s.new"), absent("d.s.old")}, {});
  EXPECT_THAT(steps(made.tables.at(0)), ElementsAre("create_table d.s.new"));
}

TEST(TableRename, BothThereIsAnError) {
  const Plan made =
      plan({moved(simple("d.s.new"), "d.s.old")}, {observed(simple("d.s.new")), observed(simple("d.s.old"))});
  EXPECT_THAT(codes(made.tables.at(0)), ElementsAre(rules::kTableRenameAmbiguous.code));
}

TEST(TableRename, DoesNotLeaveTheSchema) {
  const Plan made = plan({moved(simple("d.t.new"), "d.s.old")}, {absent("d.t.new"), observed(simple("d.s.old"))});
  EXPECT_THAT(codes(made.tables.at(0)), ElementsAre(rules::kTableRenameAcrossNamespaces.code));
}

TEST(TableRename, AnUnreadableSourceIsNotTakenForAbsent) {
  ObservedTable torn = absent("d.s.old");
  torn.presence = Presence::failed;
  torn.problem = "its log is torn";
  const Plan made = plan({moved(simple("d.s.new"), "d.s.old")}, {absent("d.s.new"), torn});
  EXPECT_EQ(made.tables.at(0).state, Presence::failed);
  EXPECT_THAT(made.tables.at(0).problem, HasSubstr("its log is torn"));
  EXPECT_THAT(made.tables.at(0).units, IsEmpty());
}

TEST(TableRename, IsFollowedByTheMarkWhereNothingElseWritesIt) {
  const ObservedTable there = marked(observed(table("d.s.old", {column("id", "INT"), column("gone", "INT")})),
                                     table("d.s.old", {column("id", "INT"), column("gone", "INT")}));
  for (const Capabilities& can : {lake(), engine()}) {
    const TablePlan made =
        plan({moved(simple("d.s.new"), "d.s.old")}, {absent("d.s.new"), mapped(there)}, allow({"rename-table"}), can)
            .tables.at(0);
    EXPECT_THAT(steps(made), ElementsAre("rename_table d.s.old", "skip drop_column gone"));
    ASSERT_THAT(made.units, SizeIs(2));
    ASSERT_TRUE(made.units[1].mark);
    EXPECT_EQ(made.units[1].mark->table_hash, name_hash("d.s.new"));
    EXPECT_TRUE(made.units[1].mark->holds("column", "gone"));
    EXPECT_THAT(made.units[1].statements,
                ElementsAre(HasSubstr("ALTER TABLE `d`.`s`.`new` SET TBLPROPERTIES ('deltac.managed' = '01")));
    EXPECT_EQ(made.units[1].before, made.units[0].after);
    EXPECT_EQ(made.units[1].after, made.units[0].after);
  }
}

TEST(TableRename, ThatWaitsWritesNoMark) {
  PlanOptions options;
  options.take_over = true;
  const Plan made = plan({moved(simple("d.s.new"), "d.s.old")},
                         {absent("d.s.new"), marked(observed(simple("d.s.old")), simple("d.s.old"), "other")}, options);
  for (const Unit& unit : made.tables.at(0).units) EXPECT_FALSE(unit.runs());
}

TEST(TableRename, ThatStoppedBeforeTheMarkIsFinished) {
  const TablePlan made =
      plan_one(moved(simple("d.s.new"), "d.s.old"), marked(observed(simple("d.s.new")), simple("d.s.old")), {});
  ASSERT_THAT(made.units, SizeIs(1));
  EXPECT_THAT(steps(made), IsEmpty());
  EXPECT_EQ(made.units[0].mark->table_hash, name_hash("d.s.new"));
}

TEST(TableRename, TwoFromOneTableAreBothRefused) {
  const Plan made = plan({moved(simple("d.s.a"), "d.s.old"), moved(simple("d.s.b"), "D.S.old")},
                         {absent("d.s.a"), absent("d.s.b"), observed(simple("d.s.old"))});
  for (const TablePlan& each : made.tables) {
    EXPECT_THAT(codes(each), ElementsAre(125)) << each.name.text();
    EXPECT_THAT(each.units, IsEmpty());
  }
}

TEST(TableRename, FromADeclaredTableLeavesThatOneItsState) {
  const Plan made = plan({moved(simple("d.s.a"), "d.s.b"), table("d.s.b", {column("id", "INT"), column("x", "INT")})},
                         {absent("d.s.a"), observed(simple("d.s.b"))});
  EXPECT_THAT(codes(made.tables.at(0)), ElementsAre(125));
  EXPECT_THAT(made.tables.at(0).units, IsEmpty());
  EXPECT_THAT(steps(made.tables.at(1)), ElementsAre("add_column x"));
}

// --- names that are equal once they are filled ----------------------------------------------------------------------

TEST(Filled, TablesOfOneNameAreAllRefused) {
  for (const bool there : {true, false}) {
    const ObservedTable now = there ? observed(simple("d.s.t")) : absent("d.s.t");
    const Plan made = plan({simple("d.s.t"), table("D.s.t", {column("other", "INT")})}, {now});
    ASSERT_THAT(made.tables, SizeIs(2));
    for (const TablePlan& each : made.tables) {
      EXPECT_THAT(codes(each), ElementsAre(101));
      EXPECT_TRUE(each.blocked());
      EXPECT_THAT(each.units, IsEmpty());
    }
  }
}

// --- tombstones, orphans, presence ----------------------------------------------------------------------------------

TEST(Tombstone, DropsWithPermissionOnly) {
  Registry code = registry({});
  code.tombstones.push_back({TableName::parse("d.s.old"), "d.s.old", {}, {}});
  const Plan gated = make_plan(code, {observed(simple("d.s.old"))}, {}, lake(), {});
  EXPECT_THAT(steps(gated.tables.at(0)), ElementsAre("skip drop_table d.s.old"));
  const Plan made = make_plan(code, {observed(simple("d.s.old"))}, {}, lake(), allow({"drop-table"}));
  EXPECT_THAT(made.tables.at(0).units.at(0).statements, ElementsAre("DROP TABLE `d`.`s`.`old`"));
  EXPECT_EQ(made.tables.at(0).units.at(0).after, "");
  EXPECT_THAT(make_plan(code, {absent("d.s.old")}, {}, lake(), {}).tables, IsEmpty()) << "gone already";
}

TEST(Tombstone, OfWhatIsDeclaredDropsNothing) {
  Registry code = registry({simple("d.s.t")});
  code.tombstones.push_back({TableName::parse("d.s.t"), "d.s.t", {}, {}});
  const Plan made = make_plan(code, {observed(simple("d.s.t"))}, {}, lake(), allow_all());
  ASSERT_THAT(made.tables, SizeIs(1));
  EXPECT_THAT(codes(made.tables[0]), ElementsAre(109));
  EXPECT_THAT(made.tables[0].units, IsEmpty());
}

TEST(Tombstone, OfAnEarlierNameDropsNothing) {
  Registry code = registry({moved(simple("d.s.new"), "d.s.old")});
  code.tombstones.push_back({TableName::parse("d.s.old"), "d.s.old", {}, {}});
  const Plan made = make_plan(code, {absent("d.s.new"), observed(simple("d.s.old"))}, {}, lake(), allow_all());
  ASSERT_THAT(made.tables, SizeIs(2));
  for (const TablePlan& each : made.tables) {
    EXPECT_THAT(codes(each), ElementsAre(125)) << each.name.text();
    EXPECT_THAT(each.units, IsEmpty());
  }
}

TEST(Tombstone, WithAFaultInItsFilledNameDropsNothing) {
  Registry code = registry({});
  code.tombstones.push_back({TableName::parse("d.s.o d"), "d.s.o d", {}, {}});
  const Plan made = make_plan(code, {observed(simple("d.s.o d"))}, {}, lake(), allow_all());
  EXPECT_THAT(codes(made.tables.at(0)), ElementsAre(105));
  EXPECT_THAT(made.tables.at(0).units, IsEmpty());
}

TEST(Tombstone, GivenTwiceDropsOnce) {
  Registry code = registry({});
  for (int i = 0; i < 2; ++i) code.tombstones.push_back({TableName::parse("d.s.old"), "d.s.old", {}, {}});
  const Plan made = make_plan(code, {observed(simple("d.s.old"))}, {}, lake(), allow_all());
  ASSERT_THAT(made.tables, SizeIs(1));
  EXPECT_THAT(steps(made.tables[0]), ElementsAre("drop_table d.s.old"));
}

TEST(Tombstone, LeavesAnotherRegistrysTable) {
  Registry code = registry({});
  code.tombstones.push_back({TableName::parse("d.s.old"), "d.s.old", {}, {}});
  const Plan made =
      make_plan(code, {marked(observed(simple("d.s.old")), simple("d.s.old"), "other")}, {}, lake(), allow_all());
  EXPECT_THAT(codes(made.tables.at(0)), ElementsAre(rules::kForeignMark.code));
}

TEST(Orphans, AreTablesWithOurMarkThatNobodyDeclares) {
  const ObservedTable ours = marked(observed(simple("d.s.left")), simple("d.s.left"));
  const ObservedTable theirs = marked(observed(simple("d.s.theirs")), simple("d.s.theirs"), "other");
  const ObservedTable copy = marked(observed(simple("d.s.copy")), simple("d.s.left"));
  const Plan made = make_plan(registry({simple("d.s.a")}), {absent("d.s.a")},
                              {ours, theirs, copy, observed(simple("d.s.x"))}, lake(), {});
  ASSERT_THAT(made.orphans, SizeIs(1));
  EXPECT_EQ(made.orphans[0].subject, "d.s.left");
}

TEST(PresenceOf, WhatIsNotVisibleIsNotTakenForAbsent) {
  ObservedTable hidden = absent("d.s.a");
  hidden.presence = Presence::not_visible;
  hidden.problem = "no right to look";
  hidden.fix = "ask for SELECT";
  const Plan made = plan({simple("d.s.a")}, {hidden});
  ASSERT_THAT(made.tables.at(0).findings, SizeIs(1));
  EXPECT_EQ(made.tables.at(0).findings[0].text, "no right to look");
  EXPECT_EQ(made.tables.at(0).findings[0].fix, "ask for SELECT");
  EXPECT_THAT(made.tables.at(0).units, IsEmpty());
  EXPECT_TRUE(made.tables.at(0).blocked());
  EXPECT_FALSE(made.in_sync());
}

TEST(Glob, OnlyTheTablesThatFitArePlanned) {
  PlanOptions options;
  options.tables = "*.b";
  EXPECT_THAT(names(plan({simple("d.s.a"), simple("d.s.b")}, {absent("d.s.a"), absent("d.s.b")}, options)),
              ElementsAre("d.s.b"));
}

// --- marks ----------------------------------------------------------------------------------------------------------

TEST(Mark, ASkippedRemovalIsNotForgotten) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  const TablePlan made =
      plan_one(orders({column("id", "INT"), column("x", "INT")}), marked(mapped(observed(before)), before), {});
  ASSERT_THAT(steps(made), ElementsAre("add_column x", "skip drop_column gone"));
  EXPECT_TRUE(made.units.at(0).mark->holds("column", "gone"));
  EXPECT_TRUE(made.units.at(0).mark->holds("column", "x"));
}

TEST(Mark, WhatIsRemovedOrFoundGoneLeavesIt) {
  Table before = orders({column("id", "INT"), column("gone", "INT"), column("lost", "INT")});
  ObservedTable now = marked(mapped(observed(before)), before);
  now.table.columns.pop_back();  // somebody dropped `lost`
  const TablePlan made = plan_one(orders({column("id", "INT")}), now);
  ASSERT_THAT(steps(made), ElementsAre("drop_column gone"));
  EXPECT_FALSE(made.units.at(0).mark->holds("column", "gone"));
  EXPECT_FALSE(made.units.at(0).mark->holds("column", "lost"));
}

TEST(Mark, ASkippedRemovalBelowARenamedColumnKeepsItsNewPath) {
  const Table before = orders({column("address", "STRUCT<city: STRING, zip: INT>")});
  const Table after = orders({renamed(column("place", "STRUCT<city: STRING>"), "address")});
  const TablePlan made = plan_one(after, marked(mapped(observed(before)), before), {});
  ASSERT_THAT(steps(made), ElementsAre("rename_column address", "skip drop_column place.zip"));
  EXPECT_TRUE(made.units.at(0).mark->holds("column", "place.zip"));
}

TEST(Mark, IsNeverACommitForItsOwnSake) {
  const Table declared = orders({column("id", "INT")});
  const TablePlan plain = plan_one(declared, observed(declared), {});
  EXPECT_TRUE(plain.unmarked);
  EXPECT_THAT(plain.units, IsEmpty());
  PlanOptions adopt;
  adopt.adopt = true;
  const TablePlan adopted = plan_one(declared, observed(declared), adopt);
  ASSERT_THAT(adopted.units, SizeIs(1));
  EXPECT_TRUE(adopted.units[0].runs());
  EXPECT_TRUE(adopted.in_sync()) << "a mark is no difference";
  EXPECT_THAT(adopted.units[0].statements, ElementsAre(HasSubstr("SET TBLPROPERTIES ('deltac.managed' = '01")));
}

TEST(Mark, IsNotWrittenWhereMarksAreOff) {
  PlanOptions options = allow_all();
  options.marks = false;
  const TablePlan made = plan_one(orders({column("id", "BIGINT")}), absent(kOrders), options, engine());
  EXPECT_THAT(steps(made), ElementsAre("create_table dev.silver.orders"));
  EXPECT_FALSE(made.units.at(0).mark);
  EXPECT_THAT(made.units.at(0).statements, Not(Contains(HasSubstr("deltac.managed"))));

  const Table before = orders({column("id", "BIGINT"), column("gone", "INT")});
  const Table after = orders({column("id", "BIGINT"), column("fresh", "INT")});
  const TablePlan unmarked = plan_one(after, observed(before), options, engine());
  EXPECT_THAT(steps(unmarked), ElementsAre("add_column fresh")) << "that it was declared once is not known";
  EXPECT_FALSE(unmarked.unmarked) << "and nobody is told to mark it";
  EXPECT_FALSE(unmarked.units.at(0).mark);
  EXPECT_TRUE(plan_one(before, observed(before), options, engine()).in_sync());

  const TablePlan marks_stay = plan_one(after, marked(observed(before), before), options, engine());
  EXPECT_THAT(steps(marks_stay), Contains("drop_column gone")) << "a mark that is there is heeded";
}

TEST(Mark, OfAnotherRegistryIsRefusedUntilTakenOver) {
  const Table declared = orders({column("id", "INT")});
  const ObservedTable theirs = marked(observed(declared), declared, "other");
  EXPECT_THAT(codes(plan_one(declared, theirs, {})), ElementsAre(rules::kForeignMark.code));
  PlanOptions options;
  options.take_over = true;
  const TablePlan made = plan_one(declared, theirs, options);
  EXPECT_THAT(codes(made), IsEmpty());
  EXPECT_EQ(made.units.at(0).mark->registry_hash, name_hash("shop"));
}

TEST(Mark, OfACopyIsNone) {
  const Table declared = orders({column("id", "INT")});
  const TablePlan made = plan_one(declared, marked(observed(declared), simple("dev.silver.template"), "other"), {});
  EXPECT_TRUE(made.unmarked);
  EXPECT_THAT(codes(made), IsEmpty());
}

TEST(Mark, UnderAnEarlierNameHolds) {
  const Table before = simple("d.s.old");
  ObservedTable now = marked(observed(table("d.s.new", {column("id", "INT"), column("x", "INT")})),
                             table("d.s.old", {column("x", "INT")}));
  const TablePlan made = plan_one(moved(simple("d.s.new"), "d.s.old"), mapped(now), {});
  EXPECT_FALSE(made.unmarked);
  EXPECT_THAT(steps(made), ElementsAre("skip drop_column x"));
}

TEST(Mark, SurvivesItsText) {
  const ManagedMark mark = declared_mark(orders({commented(defaulted(column("id", "INT"), "1"), "x")}), "shop");
  const std::string text = encode(mark);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos) << "Spark hides values with words in them";
  EXPECT_EQ(decode_mark(text), mark);
  EXPECT_FALSE(decode_mark(""));
  EXPECT_FALSE(decode_mark(text.substr(1)));
  EXPECT_FALSE(decode_mark("02" + text.substr(2)));
  EXPECT_FALSE(decode_mark(text + "0"));
}

// --- what a target does not do --------------------------------------------------------------------------------------

TEST(Notes, SayOnceWhatIsNotStored) {
  Table with_key = keyed("d.s.a");
  with_key.columns[0].tags = {{"pii", "true"}};
  Table other = with_key;
  other.name = TableName::parse("d.s.b");
  const Plan made = plan({with_key, other}, {absent("d.s.a"), absent("d.s.b")});
  EXPECT_THAT(made.notes,
              ElementsAre("keys, UNIQUE and tags live in the registry only: this target does not store them"));
  const auto& create = std::get<action::CreateTable>(step(made.tables[0], "create_table").action);
  EXPECT_FALSE(create.table.primary_key);
  EXPECT_THAT(create.table.columns[0].tags, IsEmpty());
}

/// Servers give a location back in their own spelling.
TEST(Location, IsTheSameInAnySpelling) {
  const std::pair<const char*, const char*> same[] = {
      {"/data/a", "file:/data/a"}, {"file:///data//a/", "file:/data/a"}, {"s3://bucket/a/", "s3a://bucket/a"}};
  for (const auto& [written, shown] : same) {
    Table declared = simple("d.s.a");
    declared.location = LocatedText(written);
    Table there = declared;
    there.location = LocatedText(shown);
    const TablePlan made = plan_one(declared, observed(there), {}, engine());
    EXPECT_TRUE(made.in_sync()) << written << " and " << shown;
    EXPECT_EQ(fingerprint(declared), fingerprint(there)) << "what was made is what was planned";
  }
  Table declared = simple("d.s.a");
  declared.location = LocatedText("s3://bucket/a");
  Table elsewhere = declared;
  elsewhere.location = LocatedText("s3://other/a");
  EXPECT_THAT(codes(plan_one(declared, observed(elsewhere), {}, engine())), ElementsAre(rules::kLocationChanged.code));
  EXPECT_NE(fingerprint(declared), fingerprint(elsewhere));
}

TEST(Location, IsRefusedWhereTheTargetDecides) {
  Table declared = simple("d.s.a");
  declared.location = LocatedText("/data/a");
  Capabilities can = lake();
  can.supports_location = false;
  EXPECT_THAT(codes(plan_one(declared, absent("d.s.a"), {}, can)), ElementsAre(rules::kLocationRefused.code));
}

// --- units on an engine ---------------------------------------------------------------------------------------------

TEST(Units, AreStatementsWhereNothingBiggerIsAtomic) {
  Table after = orders({commented(column("id", "BIGINT"), "key"), defaulted(column("x", "INT"), "1")});
  after.checks = {{"positive", "x > 0"}};
  const TablePlan made = plan_one(after, observed(orders({column("id", "INT")})), allow_all(), engine());
  std::vector<std::string> statements;
  for (const Unit& unit : made.units) {
    EXPECT_THAT(unit.statements, SizeIs(1));
    statements.push_back(unit.statements.at(0));
  }
  EXPECT_THAT(statements,
              ElementsAre(::testing::MatchesRegex(
                              "ALTER TABLE `dev`.`silver`.`orders` SET TBLPROPERTIES \\('delta.enableTypeWidening' = "
                              "'true', 'delta.feature.allowColumnDefaults' = 'supported', "
                              "'deltac.managed' = '[0-9a-f]+'\\)"),
                          "ALTER TABLE `dev`.`silver`.`orders` ADD COLUMNS (`x` INT)",
                          "ALTER TABLE `dev`.`silver`.`orders` ALTER COLUMN `id` TYPE BIGINT",
                          "ALTER TABLE `dev`.`silver`.`orders` ALTER COLUMN `id` COMMENT 'key', `x` SET DEFAULT 1",
                          "ALTER TABLE `dev`.`silver`.`orders` ADD CONSTRAINT `positive` CHECK (x > 0)"));
  EXPECT_TRUE(made.units[0].mark) << "written before the changes";
  EXPECT_FALSE(made.units[1].mark);
  for (std::size_t i = 1; i < made.units.size(); ++i) EXPECT_EQ(made.units[i].before, made.units[i - 1].after);
}

TEST(Units, ASkippedStepStaysInItsPlace) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  const TablePlan made = plan_one(orders({commented(column("id", "INT"), "key"), column("x", "INT")}),
                                  marked(mapped(observed(before)), before), {}, engine());
  EXPECT_THAT(steps(made), ElementsAre("add_column x", "set_comment id", "skip drop_column gone"));
  ASSERT_THAT(made.units, SizeIs(2));
  EXPECT_THAT(made.units[1].steps, SizeIs(2));
}

TEST(Units, ANewTablesChecksComeAfterIt) {
  Table declared = orders({column("id", "INT")});
  declared.checks = {{"positive", "id > 0"}};
  EXPECT_THAT(steps(plan_one(declared, absent(kOrders), {}, engine())),
              ElementsAre("create_table dev.silver.orders", "add_check positive"));
  const TablePlan on_lake = plan_one(declared, absent(kOrders));
  EXPECT_THAT(steps(on_lake), ElementsAre("create_table dev.silver.orders"));
  EXPECT_THAT(on_lake.units[0].statements, SizeIs(2));
}

}  // namespace
}  // namespace delta
