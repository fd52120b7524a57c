#include "delta/diff/diff.hpp"

#include <gmock/gmock.h>

#include "delta/rules/changes.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Table orders(std::vector<Column> columns) { return table("dev.silver.orders", std::move(columns)); }

/// As if `before` had been applied by this registry.
Diff diff_managed(const Table& desired, const Table& before, const Table& now) {
  return diff(desired, observed(now), declared_mark(before, "shop"));
}
Diff diff_unmanaged(const Table& desired, const Table& now) { return diff(desired, observed(now), std::nullopt); }

std::vector<std::string> subjects(const Diff& found) {
  std::vector<std::string> all;
  for (const Unmanaged& each : found.unmanaged) all.push_back(each.subject);
  return all;
}

template <class Kind>
std::vector<Kind> all_of(const Diff& found) {
  std::vector<Kind> all;
  for (const Change& each : found.changes) {
    if (const auto* one = std::get_if<Kind>(&each)) all.push_back(*one);
  }
  return all;
}

TEST(Diff, EqualTablesDoNotDiffer) {
  const Table same = orders({required("id", "BIGINT"), column("s", "STRUCT<a: INT NOT NULL, b: ARRAY<STRING>>")});
  EXPECT_EQ(diff_managed(same, same, same), Diff{});
}

TEST(Diff, NeitherCaseNorOrderIsADifference) {
  const Table desired = orders({column("Id", "BIGINT"), column("s", "STRUCT<a: INT, b: STRING>"), column("x", "INT")});
  const Table now = orders({column("x", "INT"), column("S", "STRUCT<B: STRING, a: INT>"), column("id", "BIGINT")});
  EXPECT_EQ(diff_unmanaged(desired, now), Diff{});
}

TEST(Diff, NewColumnsComeInTheOrderOfTheirDeclaration) {
  const Table desired = orders({column("z", "INT"), column("id", "BIGINT"), column("a", "STRING")});
  const Diff found = diff_unmanaged(desired, orders({column("id", "BIGINT")}));
  const auto added = all_of<change::ColumnAdded>(found);
  ASSERT_THAT(added, SizeIs(2));
  EXPECT_EQ(added[0].path, ColumnPath("z"));
  EXPECT_EQ(added[1].path, ColumnPath("a"));
}

TEST(Diff, FieldsAreFoundAtEveryDepth) {
  const Table desired =
      orders({column("s", "STRUCT<a: INT, b: INT>"), column("l", "ARRAY<STRUCT<c: INT, d: INT NOT NULL>>"),
              column("m", "MAP<STRUCT<k: INT, j: INT>, STRUCT<v: BIGINT>>")});
  const Table now = orders({column("s", "STRUCT<a: INT>"), column("l", "ARRAY<STRUCT<c: INT>>"),
                            column("m", "MAP<STRUCT<k: INT>, STRUCT<v: INT>>")});
  const Diff found = diff_unmanaged(desired, now);
  std::vector<std::string> paths;
  for (const auto& each : all_of<change::ColumnAdded>(found)) paths.push_back(each.path.text());
  EXPECT_THAT(paths, ElementsAre("s.b", "l.element.d", "m.key.j"));
  EXPECT_TRUE(all_of<change::ColumnAdded>(found)[1].column.nullable) << "NOT NULL cannot exist below an array";
  const auto types = all_of<change::TypeChanged>(found);
  ASSERT_THAT(types, SizeIs(1));
  EXPECT_EQ(types[0].path, ColumnPath("m.value.v"));
}

TEST(Diff, NullabilityBelowAnArrayIsNotCompared) {
  const Table desired = orders({column("l", "ARRAY<STRUCT<c: INT NOT NULL>>"), column("s", "STRUCT<c: INT NOT NULL>")});
  const Table now = orders({column("l", "ARRAY<STRUCT<c: INT>>"), column("s", "STRUCT<c: INT>")});
  const auto changed = all_of<change::NullabilityChanged>(diff_unmanaged(desired, now));
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].path, ColumnPath("s.c"));
  EXPECT_FALSE(changed[0].to_nullable);
}

TEST(Rename, AHintThatFitsIsARename) {
  const Table desired = orders({renamed(column("remark", "STRING"), "note")});
  const Diff found = diff_unmanaged(desired, orders({column("Note", "STRING")}));
  ASSERT_THAT(found.changes, SizeIs(1));
  const auto& rename = std::get<change::ColumnRenamed>(found.changes[0]);
  EXPECT_EQ(rename.from, ColumnPath("note"));
  EXPECT_EQ(rename.to, Identifier("remark"));
  EXPECT_THAT(found.unmanaged, IsEmpty());
}

TEST(Rename, AFulfilledHintIsQuiet) {
  const Table desired = orders({renamed(column("remark", "STRING"), "note")});
  EXPECT_EQ(diff_unmanaged(desired, orders({column("remark", "STRING")})), Diff{});
}

TEST(Rename, TheNewestHintThatExistsCounts) {
  Column remark = column("remark", "STRING");
  remark.renamed_from = {"note", "text"};
  const auto renames =
      all_of<change::ColumnRenamed>(diff_unmanaged(orders({remark}), orders({column("text", "STRING")})));
  ASSERT_THAT(renames, SizeIs(1));
  EXPECT_EQ(renames[0].from, ColumnPath("text"));
}

TEST(Rename, OldAndNewTogetherAreAnError) {
  const Table desired = orders({renamed(column("remark", "STRING"), "note")});
  const Diff found = diff_unmanaged(desired, orders({column("remark", "STRING"), column("note", "STRING")}));
  ASSERT_THAT(found.findings, SizeIs(1));
  EXPECT_EQ(found.findings[0].code, rules::kRenameAmbiguous.code);
  EXPECT_THAT(found.changes, IsEmpty());
}

TEST(Rename, OldAndNewTogetherAreFineOnceTheOldOneIsDropped) {
  Table desired = orders({renamed(column("remark", "STRING"), "note")});
  desired.dropped = {"note"};
  const Diff found = diff_unmanaged(desired, orders({column("remark", "STRING"), column("note", "STRING")}));
  EXPECT_THAT(found.findings, IsEmpty());
  EXPECT_THAT(all_of<change::ColumnRemoved>(found), SizeIs(1));
}

TEST(Rename, AMissingSourceIsAnAddThatSaysSo) {
  const Table desired = orders({column("id", "INT"), renamed(column("remark", "STRING"), "note")});
  const auto added = all_of<change::ColumnAdded>(diff_unmanaged(desired, orders({column("id", "INT")})));
  ASSERT_THAT(added, SizeIs(1));
  EXPECT_EQ(added[0].missing_source, "note");
}

TEST(Rename, ANewColumnMayTakeTheOldName) {
  const Table desired = orders({renamed(column("remark", "STRING"), "note"), column("note", "INT")});
  const Diff found = diff_unmanaged(desired, orders({column("note", "STRING")}));
  EXPECT_THAT(all_of<change::ColumnRenamed>(found), SizeIs(1));
  const auto added = all_of<change::ColumnAdded>(found);
  ASSERT_THAT(added, SizeIs(1));
  EXPECT_EQ(added[0].path, ColumnPath("note"));
  EXPECT_EQ(added[0].column.type.kind, TypeKind::integer);
}

TEST(Rename, ChainsAreFollowed) {
  const Table desired = orders({renamed(column("b", "STRING"), "a"), renamed(column("c", "INT"), "b")});
  const Diff found = diff_unmanaged(desired, orders({column("a", "STRING"), column("b", "INT")}));
  EXPECT_THAT(all_of<change::ColumnRenamed>(found), SizeIs(2));
  EXPECT_THAT(found.changes, SizeIs(2)) << "no type changes: each keeps its own data";
}

TEST(Rename, NestedPathsHoldTheNewNameOfTheirParent) {
  Column place = renamed(column("place", "STRUCT<town: STRING, zip: INT>"), "address");
  place.type.fields[0].renamed_from = {"city"};
  const Diff found = diff_unmanaged(orders({place}), orders({column("address", "STRUCT<city: STRING>")}));
  const auto renames = all_of<change::ColumnRenamed>(found);
  ASSERT_THAT(renames, SizeIs(2));
  EXPECT_EQ(renames[0].from, ColumnPath("address"));
  EXPECT_EQ(renames[1].from, ColumnPath("place.city"));
  EXPECT_EQ(all_of<change::ColumnAdded>(found)[0].path, ColumnPath("place.zip"));
}

TEST(Rename, ByOthersIsAnErrorAndNoAdd) {
  ObservedTable now = mapped(observed(orders({column("id", "INT"), column("memo", "STRING")})));
  now.physical_names = {{"id", "id"}, {"memo", "note"}};
  const Table desired = orders({column("id", "INT"), column("note", "STRING")});
  const Diff found = diff(desired, now, declared_mark(desired, "shop"));
  ASSERT_THAT(found.findings, SizeIs(1));
  EXPECT_EQ(found.findings[0].code, rules::kRenamedByOthers.code);
  EXPECT_THAT(all_of<change::ColumnAdded>(found), IsEmpty());
}

TEST(Rename, OurOwnOldPhysicalNameIsNoError) {
  ObservedTable now = mapped(observed(orders({column("remark", "STRING")})));
  now.physical_names = {{"remark", "note"}};
  const Table desired = orders({column("remark", "STRING"), column("note", "STRING")});
  const Diff found = diff(desired, now, declared_mark(orders({column("remark", "STRING")}), "shop"));
  EXPECT_THAT(found.findings, IsEmpty());
  EXPECT_THAT(all_of<change::ColumnAdded>(found), SizeIs(1));
}

TEST(Rename, AnOlderVersionDoesNotAddWhatANewerOneRenamed) {
  ObservedTable now = mapped(observed(orders({column("remark", "STRING")})));
  now.physical_names = {{"remark", "note"}};
  Table desired = orders({column("note", "STRING")});
  const ManagedMark newer = declared_mark(orders({column("remark", "STRING")}), "shop");
  const Diff found = diff(desired, now, newer);
  ASSERT_THAT(found.findings, SizeIs(1));
  EXPECT_EQ(found.findings[0].code, rules::kRenamedByOthers.code);
  EXPECT_THAT(all_of<change::ColumnAdded>(found), IsEmpty());

  desired.dropped = {"remark"};
  const Diff given_up = diff(desired, now, newer);
  EXPECT_THAT(given_up.findings, IsEmpty());
  EXPECT_THAT(all_of<change::ColumnAdded>(given_up), SizeIs(1));
}

TEST(Rename, WherePhysicalNamesTellNothingAStrangerOfItsTypeMayBeIt) {
  ObservedTable now = mapped(observed(orders({column("id", "INT"), column("remark", "STRING")})));
  now.physical_names = {{"id", "col-1"}, {"remark", "col-2"}};
  const Table desired = orders({column("id", "INT"), column("note", "STRING")});
  const Diff found = diff(desired, now, declared_mark(desired, "shop"));
  ASSERT_THAT(found.findings, SizeIs(1));
  EXPECT_EQ(found.findings[0].code, rules::kRenamedByOthers.code);

  now.table.columns[1].type.kind = TypeKind::date;
  EXPECT_THAT(all_of<change::ColumnAdded>(diff(desired, now, declared_mark(desired, "shop"))), SizeIs(1))
      << "another type is another column";
  now.table.columns[1].type.kind = TypeKind::string;
  EXPECT_THAT(all_of<change::ColumnAdded>(diff(desired, now, declared_mark(orders({column("id", "INT")}), "shop"))),
              SizeIs(1))
      << "a column that was never there cannot have been renamed";
}

TEST(Managed, WhatWasDeclaredIsRemovedAndWhatWasNotIsListed) {
  const Table before = orders({column("id", "INT"), column("old", "STRING")});
  const Table now = orders({column("id", "INT"), column("old", "STRING"), column("etl_ts", "TIMESTAMP")});
  const Diff found = diff_managed(orders({column("id", "INT")}), before, now);
  const auto removed = all_of<change::ColumnRemoved>(found);
  ASSERT_THAT(removed, SizeIs(1));
  EXPECT_EQ(removed[0].path, ColumnPath("old"));
  EXPECT_EQ(removed[0].reason, change::RemovalReason::was_managed);
  EXPECT_THAT(subjects(found), ElementsAre("column etl_ts"));
}

TEST(Managed, FieldsBelowARenamedColumnAreKnownByTheirOldPath) {
  const Table before = orders({column("address", "STRUCT<city: STRING, zip: INT>")});
  const Table desired = orders({renamed(column("place", "STRUCT<city: STRING>"), "address")});
  const auto removed = all_of<change::ColumnRemoved>(diff_managed(desired, before, before));
  ASSERT_THAT(removed, SizeIs(1));
  EXPECT_EQ(removed[0].path, ColumnPath("place.zip"));
}

TEST(Managed, ATombstoneRemovesWhatNobodyManaged) {
  Table desired = orders({column("id", "INT")});
  desired.dropped = {"legacy"};
  const auto removed =
      all_of<change::ColumnRemoved>(diff_unmanaged(desired, orders({column("id", "INT"), column("Legacy", "STRING")})));
  ASSERT_THAT(removed, SizeIs(1));
  EXPECT_EQ(removed[0].reason, change::RemovalReason::tombstone);
}

TEST(Managed, OwnedColumnsAreAllManaged) {
  Table desired = orders({column("id", "INT")});
  desired.owns_columns = true;
  const auto removed =
      all_of<change::ColumnRemoved>(diff_unmanaged(desired, orders({column("id", "INT"), column("x", "STRING")})));
  ASSERT_THAT(removed, SizeIs(1));
  EXPECT_EQ(removed[0].reason, change::RemovalReason::owned);
}

TEST(Comments, AManagedOneIsRemovedAndAForeignOneLeft) {
  const Table before = orders({commented(column("id", "INT"), "ours")});
  const Table now = orders({commented(column("id", "INT"), "ours"), commented(column("x", "INT"), "theirs")});
  const Table desired = orders({column("id", "INT"), column("x", "INT")});
  const Diff found = diff_managed(desired, before, now);
  const auto comments = all_of<change::CommentChanged>(found);
  ASSERT_THAT(comments, SizeIs(1));
  EXPECT_EQ(comments[0].path, ColumnPath("id"));
  EXPECT_EQ(comments[0].to, "");
  EXPECT_THAT(subjects(found), ElementsAre("comment of x"));
}

TEST(Comments, TheTablesOwnHasAnEmptyPath) {
  Table desired = orders({column("id", "INT")});
  desired.comment = "one row per order";
  const auto comments = all_of<change::CommentChanged>(diff_unmanaged(desired, orders({column("id", "INT")})));
  ASSERT_THAT(comments, SizeIs(1));
  EXPECT_THAT(comments[0].path.steps, IsEmpty());
}

TEST(Expressions, SpacingAndQuotingAreNoDifference) {
  Table desired = orders({defaulted(column("a", "STRING"), "upper( 'x' )"), column("b", "INT")});
  desired.columns[1].generated = LocatedText("CAST(`a` AS INT)");
  desired.checks = {{"positive", "s.x>0"}};
  Table now = orders({defaulted(column("a", "STRING"), "UPPER('x')"), column("b", "INT")});
  now.columns[1].generated = LocatedText("cast(a as INT)");
  now.checks = {{"POSITIVE", "s . x > 0"}};
  EXPECT_EQ(diff_unmanaged(desired, now), Diff{});
}

TEST(Expressions, ADefaultIsSetChangedAndRemoved) {
  const Table plain = orders({column("a", "INT")});
  const Table one = orders({defaulted(column("a", "INT"), "1")});
  const Table two = orders({defaulted(column("a", "INT"), "2")});
  EXPECT_EQ(all_of<change::DefaultChanged>(diff_unmanaged(one, plain))[0].to, "1");
  EXPECT_EQ(all_of<change::DefaultChanged>(diff_unmanaged(two, one))[0].from, "1");
  EXPECT_EQ(all_of<change::DefaultChanged>(diff_managed(plain, one, one))[0].to, std::nullopt);
  EXPECT_THAT(subjects(diff_unmanaged(plain, one)), ElementsAre("default of a"));
}

TEST(Expressions, AChangedCheckGoesAndComes) {
  Table desired = orders({column("a", "INT")});
  Table now = desired;
  desired.checks = {{"positive", "a > 0"}};
  now.checks = {{"positive", "a >= 0"}, {"theirs", "a < 9"}};
  const Diff found = diff_unmanaged(desired, now);
  EXPECT_THAT(all_of<change::CheckRemoved>(found), SizeIs(1));
  EXPECT_THAT(all_of<change::CheckAdded>(found), SizeIs(1));
  EXPECT_THAT(subjects(found), ElementsAre("check theirs"));
}

TEST(Properties, BookkeepingIsNeitherRemovedNorListed) {
  Table desired = orders({column("a", "INT")});
  Table now = desired;
  now.properties = {{"delta.columnMapping.mode", "name"},
                    {"delta.enableTypeWidening", "true"},
                    {"deltac.managed", "01"},
                    {"team.owner", "data"}};
  const Diff found = diff_unmanaged(desired, now);
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_THAT(subjects(found), ElementsAre("property team.owner"));
}

TEST(Properties, AFeatureIsLookedForInTheProtocol) {
  Table desired = orders({column("a", "INT")});
  desired.properties = {{"delta.feature.deletionVectors", "supported"}};
  EXPECT_THAT(all_of<change::PropertyChanged>(diff_unmanaged(desired, orders({column("a", "INT")}))), SizeIs(1));
  const ObservedTable has = with_features(observed(orders({column("a", "INT")})), {"deletionVectors"});
  EXPECT_EQ(diff(desired, has, std::nullopt), Diff{});
}

TEST(Layout, ColumnsAreComparedUnderTheNamesThatTheyWillHave) {
  Table desired = orders({renamed(column("day", "DATE"), "date"), column("id", "INT")});
  desired.cluster_by = {"Day"};
  Table now = orders({column("date", "DATE"), column("id", "INT")});
  now.cluster_by = {"date"};
  const Diff found = diff_unmanaged(desired, now);
  EXPECT_THAT(all_of<change::ClusteringChanged>(found), IsEmpty());
  EXPECT_THAT(all_of<change::ColumnRenamed>(found), SizeIs(1));
}

TEST(Layout, PartitioningAlwaysCounts) {
  Table now = orders({column("day", "DATE"), column("id", "INT")});
  now.partition_by = {"day"};
  const Table desired = orders({column("day", "DATE"), column("id", "INT")});
  EXPECT_THAT(all_of<change::PartitioningChanged>(diff_unmanaged(desired, now)), SizeIs(1));
}

TEST(Blind, WhatCannotBeSeenIsNoDifference) {
  Table desired = orders({required("a", "INT"), commented(defaulted(column("b", "INT"), "1"), "text")});
  desired.columns.push_back(column("g", "INT"));
  desired.columns[2].generated = LocatedText("a + 1");
  desired.checks = {{"c", "a > 0"}};
  desired.properties = {{"k", "v"}};
  desired.cluster_by = {"a"};
  ObservedTable now = observed(orders({column("a", "INT"), column("b", "INT"), column("g", "INT")}));
  EXPECT_THAT(diff(desired, now, std::nullopt).changes, SizeIs(7));
  now.blind = {Aspect::nullability, Aspect::comments,   Aspect::defaults,  Aspect::generated,
               Aspect::checks,      Aspect::clustering, Aspect::properties};
  EXPECT_EQ(diff(desired, now, std::nullopt), Diff{});
}

}  // namespace
}  // namespace delta
