/// Every action on a table of a lake: applied, read back, and refused where it must be.
#include "adapters/lake/json.hpp"
#include "delta/sql/type_text.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

using namespace action;

class Actions : public LakeTest {
 protected:
  static DataType type(const std::string& text) { return *sql::parse_type(text); }

  void make(const std::string& columns, std::vector<Property> properties = {}) {
    Table made;
    made.name = TableName::parse("shop.t");
    for (const Field& field : type("STRUCT<" + columns + ">").fields) {
      Column column;
      static_cast<Field&>(column) = field;
      made.columns.push_back(column);
    }
    made.properties = std::move(properties);
    create(made);
  }

  /// Adds the line of a data file, as a writer of rows would.
  void write_rows() {
    const int version = static_cast<int>(*read("shop.t").version) + 1;
    write(
        lake_ / "shop/t/_delta_log" / file_name(version, ".json"),
        R"({"commitInfo":{"timestamp":1,"operation":"WRITE"}})"
        "\n"
        R"({"add":{"path":"part-0.parquet","partitionValues":{},"size":10,"modificationTime":1,"dataChange":true,"stats":"{\"numRecords\":1}"}})"
        "\n");
  }

  void must(std::vector<Action> actions) {
    const auto result = run("shop.t", std::move(actions));
    ASSERT_TRUE(result) << result.error().message;
  }

  std::string refused(std::vector<Action> actions) {
    const ObservedTable before = read("shop.t");
    const auto result = run("shop.t", std::move(actions));
    EXPECT_FALSE(result);
    if (result) return "";
    EXPECT_EQ(result.error().kind, ExecutionError::Kind::failed) << result.error().message;
    EXPECT_EQ(read("shop.t").version, before.version) << "something was committed all the same";
    return result.error().message;
  }

  Column only_column() { return read("shop.t").table.columns.at(0); }

  static constexpr const char* kMode = "delta.columnMapping.mode";
};

TEST_F(Actions, RenameAndDropKeepPhysicalNamesAndReAddedColumnsGetNewOnes) {
  make("id BIGINT, a INT, b STRING");
  write_rows();
  must({EnableFeature{"columnMapping", {{kMode, "name"}}}, RenameColumn{"b", "c"}, DropColumn{"a", {}},
        AddColumn{"a", column("a", type("INT"))}});
  const ObservedTable table = read("shop.t");
  EXPECT_EQ(table.mapping_mode(), "name");
  EXPECT_EQ(table.physical_names.at("id"), "id");
  EXPECT_EQ(table.physical_names.at("c"), "b");
  EXPECT_TRUE(table.physical_names.at("a").starts_with("col-")) << "old rows would be read as the new column";
  EXPECT_EQ(table.protocol.reader, 2);
  EXPECT_EQ(table.version, 2) << "one commit for all of it";
  EXPECT_TRUE(table.may_have_rows);
}

TEST_F(Actions, ColumnIdsAreNeverGivenTwice) {
  make("a INT, b INT", {{kMode, "name"}});
  must({DropColumn{"b", {}}});
  must({AddColumn{"b", column("b", type("INT"))}});
  EXPECT_NE(commit("shop/t", 2).find(R"("delta.columnMapping.maxColumnId":"3")"), std::string::npos)
      << commit("shop/t", 2);
}

TEST_F(Actions, RenameAndDropNeedMapping) {
  make("a INT, b INT");
  EXPECT_NE(refused({RenameColumn{"a", "c"}}).find("column mapping"), std::string::npos);
  EXPECT_NE(refused({DropColumn{"a", {}}}).find("column mapping"), std::string::npos);
}

TEST_F(Actions, LayoutColumnsAndTheLastOneStay) {
  Table made = table("shop.t", {column("a", type("INT")), column("s", type("STRUCT<x: INT>"))});
  made.cluster_by = {"s.x"};
  made.properties = {{kMode, "name"}};
  create(made);
  EXPECT_NE(refused({DropColumn{"s", {}}}).find("clustered"), std::string::npos);
  EXPECT_NE(refused({DropColumn{"s.x", {}}}).find("clustered"), std::string::npos);
  must({SetClustering{{}, {"s.x"}}});
  EXPECT_NE(refused({DropColumn{"s.x", {}}}).find("last"), std::string::npos);
  must({DropColumn{"s", {}}});
  EXPECT_NE(refused({DropColumn{"a", {}}}).find("last"), std::string::npos);
}

TEST_F(Actions, StatisticsColumnsFollowRenamesAndDrops) {
  make("id INT, day DATE, s STRUCT<x: INT>", {{kMode, "name"}, {"delta.dataSkippingStatsColumns", "id,day,s.x"}});
  must({RenameColumn{"s", "t"}, DropColumn{"day", {}}});
  EXPECT_EQ(*read("shop.t").property("delta.dataSkippingStatsColumns"), "id,t.x");
}

TEST_F(Actions, CharTypesFollowChangesInsideTheirColumn) {
  make("a ARRAY<STRUCT<x: VARCHAR(5), y: INT>>", {{kMode, "name"}});
  must({RenameColumn{"a.element.x", "z"}, AddColumn{"a.element.c", column("c", type("CHAR(2)"))}});
  EXPECT_EQ(only_column().type, type("ARRAY<STRUCT<z: VARCHAR(5), y: INT, c: CHAR(2)>>"));
  must({DropColumn{"a.element.y", {}}, AlterType{"a.element.z", type("VARCHAR(5)"), type("STRING")}});
  EXPECT_EQ(only_column().type, type("ARRAY<STRUCT<z: STRING, c: CHAR(2)>>"));
  must({DropColumn{"a.element.c", {}}});
  EXPECT_EQ(commit("shop/t", 3).find("CHAR_VARCHAR"), std::string::npos) << "a text about no VARCHAR was left";
}

TEST_F(Actions, ChecksNeedAnEmptyTable) {
  make("id INT");
  must({AddCheck{"Positive", "id > 0"}});
  ASSERT_EQ(read("shop.t").table.checks.size(), 1u);
  EXPECT_EQ(read("shop.t").table.checks[0].name.value, "positive");
  EXPECT_EQ(read("shop.t").protocol.writer, 3);
  EXPECT_NE(refused({AddCheck{"POSITIVE", "id > 1"}}).find("already"), std::string::npos);
  write_rows();
  EXPECT_NE(refused({AddCheck{"other", "id < 9"}}).find("rows"), std::string::npos);
  must({DropCheck{"POSITIVE", "id > 0"}});
  EXPECT_TRUE(read("shop.t").table.checks.empty());
}

TEST_F(Actions, RowsThatCameMeanwhileAreAConflictForAStepThatDependsOnThem) {
  make("id INT");
  TablePlan plan;
  plan.name = TableName::parse("shop.t");
  plan.observed = read("shop.t");
  write_rows();
  const auto check = run(plan, {AddCheck{"positive", "id > 0"}});
  ASSERT_FALSE(check);
  EXPECT_EQ(check.error().kind, ExecutionError::Kind::conflict);
  const auto other = run(plan, {SetProperty{"k", "v", std::nullopt}});
  ASSERT_TRUE(other) << "rows alone do not make a plan stale: " << other.error().message;
  EXPECT_EQ(other->version_before, 1);
}

TEST_F(Actions, ClusteringNeedsAnEmptyTableButNoneDoesNot) {
  make("id INT, day DATE");
  must({SetClustering{{"day"}, {}}});
  ASSERT_EQ(read("shop.t").table.cluster_by.size(), 1u);
  write_rows();
  EXPECT_NE(refused({SetClustering{{"id"}, {"day"}}}).find("rows"), std::string::npos);
  must({SetClustering{{}, {"day"}}});
  EXPECT_TRUE(read("shop.t").table.cluster_by.empty());
}

TEST_F(Actions, InternalPropertiesAreRefused) {
  make("id INT");
  for (const char* key :
       {"delta.columnMapping.maxColumnId", "delta.minReaderVersion", "delta.constraints.x",
        "delta.inCommitTimestampEnablementVersion", "delta.rowTracking.materializedRowIdColumnName"}) {
    EXPECT_NE(refused({SetProperty{key, "1", std::nullopt}}).find(key), std::string::npos);
  }
  EXPECT_NE(refused({SetProperty{kMode, "id", std::nullopt}}).find("cannot change"), std::string::npos);
  EXPECT_NE(refused({SetProperty{"delta.enableRowTracking", "true", std::nullopt}}).find("rowTracking"),
            std::string::npos);
}

TEST_F(Actions, UnknownMembersStayAsTheyAre) {
  write(lake_ / "shop/t/_delta_log" / file_name(0, ".json"),
        R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})"
        "\n"
        R"({"metaData":{"id":"x","later":{"z":1.50,"a":[1e2]},"format":{"provider":"parquet","options":{"o":"1"}},)"
        R"("schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"integer\",\"nullable\":true,)"
        R"(\"extra\":12345678901234567890123,\"metadata\":{\"other.key\":{\"b\":1,\"a\":2}}}]}",)"
        R"("partitionColumns":[],"configuration":{},"createdTime":7}})"
        "\n");
  must({AddColumn{"b", column("b", type("INT"))}});
  const std::string text = commit("shop/t", 1);
  EXPECT_NE(text.find(R"("later":{"z":1.50,"a":[1e2]})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("options":{"o":"1"})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(\"extra\":12345678901234567890123)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(\"other.key\":{\"b\":1,\"a\":2})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("createdTime":7)"), std::string::npos) << text;
}

TEST_F(Actions, AMarkIsWrittenWithTheUnitOrAlone) {
  make("id INT");
  ManagedMark mark;
  mark.registry_hash = name_hash("shop");
  mark.table_hash = name_hash("shop.t");
  mark.aspects = {aspect_hash("column", "id")};
  const auto result = run("shop.t", {}, mark);
  ASSERT_TRUE(result) << result.error().message;
  const ObservedTable marked = read("shop.t");
  ASSERT_TRUE(marked.mark);
  EXPECT_EQ(*marked.mark, mark);
  const auto again = run("shop.t", {}, mark);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->version_after, 1) << "a mark that is there already was committed again";
}

TEST_F(Actions, SkippedStepsDoNotRun) {
  make("id INT");
  TablePlan plan;
  plan.name = TableName::parse("shop.t");
  plan.observed = read("shop.t");
  Unit unit;
  unit.steps.resize(2);
  unit.steps[0].action = SetProperty{"a", "1", std::nullopt};
  unit.steps[0].skipped = true;
  unit.steps[1].action = SetProperty{"b", "2", std::nullopt};
  ASSERT_TRUE(target_.executor->execute(plan, unit));
  EXPECT_EQ(read("shop.t").property("a"), nullptr);
  EXPECT_NE(read("shop.t").property("b"), nullptr);
}

TEST_F(Actions, InCommitTimestampsGrowAndComeFirst) {
  make("id INT", {{"delta.enableInCommitTimestamps", "true"}});
  // A clock that was ahead: the next commit must still be later.
  std::string first = commit("shop/t", 0);
  const std::size_t at = first.find("\"inCommitTimestamp\":") + 20;
  first.replace(at, 13, "9999999999999");
  write(lake_ / "shop/t/_delta_log" / file_name(0, ".json"), first);
  must({SetProperty{"k", "v", std::nullopt}});
  EXPECT_TRUE(commit("shop/t", 1).starts_with(R"({"commitInfo":{"inCommitTimestamp":10000000000000,)"))
      << commit("shop/t", 1);
}

TEST_F(Actions, ATableIsRenamedWithItsLog) {
  make("id INT");
  const auto result = run("shop.t", {RenameTable{TableName::parse("shop.t"), TableName::parse("shop.u")}});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(read("shop.t").presence, Presence::absent);
  EXPECT_EQ(read("shop.u").version, 0);
}

TEST_F(Actions, ARenameReplacesNothing) {
  make("id INT");
  create(table("shop.u", {column("other", type("INT"))}));
  const auto result = run("shop.t", {RenameTable{TableName::parse("shop.t"), TableName::parse("shop.u")}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ExecutionError::Kind::conflict) << "it came after the plan";
  EXPECT_NE(result.error().message.find("there is something at"), std::string::npos) << result.error().message;
  EXPECT_EQ(read("shop.u").table.columns.at(0).name.text(), "other");
  EXPECT_TRUE(read("shop.t").present());
}

TEST_F(Actions, ADroppedTableLeavesNothing) {
  make("id INT");
  write(lake_ / "shop/t/part-0.parquet", "rows");
  const auto result = run("shop.t", {DropTable{TableName::parse("shop.t")}});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(read("shop.t").presence, Presence::absent);
  EXPECT_TRUE(std::filesystem::is_empty(lake_ / "shop"));
}

TEST_F(Actions, ADropOfAChangedTableIsAConflict) {
  make("id INT");
  TablePlan plan;
  plan.name = TableName::parse("shop.t");
  plan.observed = read("shop.t");
  must({AddColumn{"b", column("b", type("INT"))}});
  const auto late = run(plan, {DropTable{plan.name}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ExecutionError::Kind::conflict);
  EXPECT_TRUE(read("shop.t").present());
}

TEST_F(Actions, ThreePartNamesHaveThreeDirectories) {
  create(table("prod.Silver.Größe", {column("id", type("INT"))}));
  EXPECT_TRUE(std::filesystem::exists(lake_ / "prod/silver/gr%C3%B6%C3%9Fe/_delta_log"));
  EXPECT_TRUE(read("PROD.silver.größe").present());
  const std::vector<TableName> namespaces{TableName::parse("prod.silver"), TableName::parse("nowhere")};
  const auto listed = target_.reader->list(namespaces);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->at(0), TableName::parse("prod.silver.größe"));
}

TEST_F(Actions, NoTableLiesInsideAnother) {
  make("id INT");
  const ObservedTable inside = read("shop.t.u");
  EXPECT_EQ(inside.presence, Presence::failed);
  EXPECT_NE(inside.problem.find("must not lie inside"), std::string::npos) << inside.problem;
  create(table("a.b.c", {column("id", type("INT"))}));
  const ObservedTable around = read("a.b");
  EXPECT_EQ(around.presence, Presence::failed);
  EXPECT_NE(around.problem.find("must not lie around"), std::string::npos) << around.problem;
}

TEST_F(Actions, ALocationIsRefusedAndNothingIsMade) {
  Table made = table("shop.t", {column("id", type("INT"))});
  made.location = LocatedText("/elsewhere");
  const auto result = run("shop.t", {CreateTable{made, {}}});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("location"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(lake_ / "shop"));
}

}  // namespace
}  // namespace delta::lake::test
