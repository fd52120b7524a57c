/// Our commits beside Spark's for the same DDL (tests/integration/lake/spark_commits): what the table's log says
/// afterwards must be the same, field by field. What may differ is listed here and nowhere else.
#include <algorithm>
#include <map>
#include <set>

#include "adapters/lake/json.hpp"
#include "adapters/lake/schema_json.hpp"
#include "delta/sql/type_text.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

using namespace action;

const std::filesystem::path kRecorded = std::filesystem::path(DELTAC_TESTS_DIR) / "integration/lake/spark_commits";

std::vector<Column> columns(const std::string& text) {
  const auto type = sql::parse_type("STRUCT<" + text + ">");
  EXPECT_TRUE(type) << text;
  std::vector<Column> made;
  for (const Field& field : type->fields) {
    Column column;
    static_cast<Field&>(column) = field;
    made.push_back(column);
  }
  return made;
}

Column column(const std::string& text) { return columns(text).at(0); }

DataType type(const std::string& text) { return *sql::parse_type(text); }

struct Made {
  Table table;
  std::vector<std::string> features;
};

Made table(const std::string& text) {
  Made made;
  made.table.columns = columns(text);
  return made;
}

Made with(Made made, const std::vector<std::pair<std::string, std::string>>& properties) {
  for (const auto& [key, value] : properties) made.table.properties.push_back({key, value});
  return made;
}

Made mapped(Made made) { return with(std::move(made), {{"delta.columnMapping.mode", "name"}}); }

Made partitioned(Made made, std::vector<LocatedText> by) {
  made.table.partition_by = std::move(by);
  return made;
}

Made clustered(Made made, std::vector<LocatedText> by) {
  made.table.cluster_by = std::move(by);
  return made;
}

std::map<std::string, Made> creations() {
  std::map<std::string, Made> made;
  made["plain"] = table("id INT, name STRING");
  made["all_types"] = table(
      "a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL(10,2), i STRING, j VARCHAR(10), "
      "k CHAR(5), l BINARY, m DATE, n TIMESTAMP");
  made["nested_types"] = table(
      "s STRUCT<a: INT, b: STRUCT<c: VARCHAR(4)>>, l ARRAY<STRUCT<x: CHAR(2), y: INT>>, m MAP<STRING, STRUCT<p: INT>>, v "
      "ARRAY<VARCHAR(7)>");
  made["not_null"] = table("id INT NOT NULL, s STRUCT<a: INT NOT NULL, b: INT> NOT NULL");
  made["comments"] = table("id INT COMMENT 'the key', s STRUCT<a: INT COMMENT 'inside'>");
  made["comments"].table.comment = "a table";
  made["hostile_comments"] = table("id INT");
  made["hostile_comments"].table.columns[0].comment = "it's \"x\" \\ ${v} \n end";
  made["hostile_comments"].table.comment = "it's \"x\" \\ ${v} \n end";
  made["partitioned"] = partitioned(table("id INT, region STRING, day DATE"), {"region", "day"});
  made["properties"] = with(table("id INT"), {{"delta.checkpointInterval", "20"}, {"team", "shop"}, {"empty", ""}});
  made["append_only"] = with(table("id INT"), {{"delta.appendOnly", "true"}});
  made["defaults"] = table("id INT, state STRING, qty INT");
  made["defaults"].table.columns[1].default_value = "'new'";
  made["defaults"].table.columns[2].default_value = "1 + 1";
  made["generated"] = table("at TIMESTAMP, day DATE");
  made["generated"].table.columns[1].generated = "CAST(at AS DATE)";
  made["identity"] = table("id BIGINT, other BIGINT");
  made["identity"].table.columns[0].identity = Identity{10, 5, false, {}};
  made["identity"].table.columns[1].identity = Identity{1, 1, true, {}};
  made["check"] = table("id INT, total INT");
  made["check"].table.checks.push_back({"positive", "total >= 0"});
  made["clustered"] = clustered(table("id INT, day DATE"), {"day", "id"});
  made["clustered_nested"] = clustered(table("id INT, s STRUCT<a: INT>"), {"s.a"});
  made["mapped"] = mapped(table("id INT, s STRUCT<a: INT>, l ARRAY<STRUCT<b: INT>>, m MAP<STRING, STRUCT<c: INT>>"));
  made["mapped_partitioned"] = mapped(partitioned(table("id INT, region STRING"), {"region"}));
  made["mapped_clustered"] = mapped(clustered(table("id INT, s STRUCT<a: INT>"), {"id", "s.a"}));
  made["mapped_by_id"] = with(table("id INT, s STRUCT<a: INT>"), {{"delta.columnMapping.mode", "id"}});
  made["change_data_feed"] = with(table("id INT"), {{"delta.enableChangeDataFeed", "true"}});
  made["deletion_vectors"] = with(table("id INT"), {{"delta.enableDeletionVectors", "true"}});
  made["commit_timestamps"] = with(table("id INT"), {{"delta.enableInCommitTimestamps", "true"}});
  made["type_widening"] = with(table("id INT"), {{"delta.enableTypeWidening", "true"}});
  made["timestamp_ntz"] = table("id INT, at TIMESTAMP_NTZ");
  made["variant"] = table("id INT, v VARIANT, l ARRAY<VARIANT>");
  made["everything"] = clustered(table("id BIGINT, at TIMESTAMP_NTZ NOT NULL COMMENT 'when', state STRING, s STRUCT<a: INT>"),
                                 {"at"});
  Table& everything = made["everything"].table;
  everything.comment = "all at once";
  everything.columns[0].identity = Identity{};
  everything.columns[2].default_value = "'new'";
  made["everything"] = with(made["everything"], {{"delta.columnMapping.mode", "name"},
                                                 {"delta.enableTypeWidening", "true"},
                                                 {"delta.enableDeletionVectors", "true"},
                                                 {"delta.enableInCommitTimestamps", "true"},
                                                 {"delta.enableChangeDataFeed", "true"}});
  return made;
}

AddColumn add(const std::string& path, const std::string& rest, Position position = {}) {
  Column made = column("x " + rest);
  made.name = ColumnPath(path.c_str()).last();
  made.position = std::move(position);
  return {path.c_str(), made};
}

AlterType widen(const std::string& path, const std::string& from, const std::string& to) {
  return {path.c_str(), type(from), type(to)};
}

EnableFeature mapping() { return {"columnMapping", {{"delta.columnMapping.mode", "name"}}}; }
EnableFeature widening() { return {"typeWidening", {{"delta.enableTypeWidening", "true"}}}; }
SetProperty set(const std::string& key, const std::string& value) { return {key, value, std::nullopt}; }

std::map<std::string, std::vector<Action>> changes() {
  const Position first{Position::Place::first, {}};
  std::map<std::string, std::vector<Action>> steps;
  steps["add_column"] = {add("note", "STRING")};
  steps["add_columns_with_comment"] = {add("note", "STRING COMMENT 'a note'"), add("qty", "DECIMAL(10,2)")};
  steps["add_column_placed"] = {add("head", "INT", first), add("mid", "INT", {Position::Place::after, "id"})};
  steps["add_column_nested"] = {add("s.c", "DATE"), add("l.element.y", "INT"), add("m.value.q", "INT")};
  steps["add_column_struct"] = {add("s", "STRUCT<a: INT, b: ARRAY<STRUCT<c: VARCHAR(4)>>>")};
  steps["add_column_varchar"] = {add("v", "VARCHAR(7)"), add("c", "CHAR(3)")};
  steps["add_column_mapped"] = {add("note", "STRING"), add("qty", "INT")};
  steps["add_column_mapped_nested"] = {add("s.c", "DATE"), add("l.element.y", "INT"),
                                       add("t", "STRUCT<u: INT, v: ARRAY<STRUCT<w: INT>>>")};
  steps["add_column_mapped_by_id"] = {add("s", "STRUCT<a: INT>")};
  steps["add_column_wall_clock"] = {EnableFeature{"timestampNtz", {}}, add("at", "TIMESTAMP_NTZ")};
  steps["add_column_variant"] = {EnableFeature{"variantType", {}}, add("v", "VARIANT")};
  steps["add_column_commit_timestamps"] = {add("note", "STRING")};
  steps["add_column_row_tracking"] = {add("note", "STRING")};
  steps["drop_column"] = {DropColumn{"note", {}}};
  steps["drop_column_nested"] = {DropColumn{"s.a", {}}};
  steps["drop_column_element"] = {DropColumn{"l.element.x", {}}};
  steps["drop_and_add_again"] = {DropColumn{"note", {}}, add("note", "INT")};
  steps["rename_column"] = {RenameColumn{"note", "remark"}};
  steps["rename_column_nested"] = {RenameColumn{"s.a", "aa"}};
  steps["rename_column_element"] = {RenameColumn{"l.element.x", "xx"}};
  steps["rename_column_partition"] = {RenameColumn{"region", "area"}};
  steps["rename_column_clustered"] = {RenameColumn{"day", "date"}};
  steps["rename_column_upgrade"] = {mapping(), RenameColumn{"id", "key"}};
  steps["alter_type"] = {widen("id", "INT", "BIGINT"), widen("f", "FLOAT", "DOUBLE")};
  steps["alter_type_twice"] = {widen("id", "TINYINT", "SMALLINT"), widen("id", "SMALLINT", "INT")};
  steps["alter_type_nested"] = {widen("s.a", "INT", "BIGINT"),        widen("s.b.c", "SMALLINT", "INT"),
                                widen("l.element", "INT", "BIGINT"),  widen("m.key", "TINYINT", "INT"),
                                widen("d.element.e", "INT", "BIGINT"), widen("n.element.element", "INT", "BIGINT"),
                                widen("m.value", "INT", "BIGINT")};
  steps["alter_type_decimal"] = {widen("a", "DECIMAL(5,2)", "DECIMAL(12,4)"), widen("b", "INT", "DECIMAL(12,2)"),
                                 widen("c", "BIGINT", "DECIMAL(20,0)")};
  steps["alter_type_int_to_double"] = {widen("a", "INT", "DOUBLE")};
  steps["alter_type_date_to_wall_clock"] = {widen("day", "DATE", "TIMESTAMP_NTZ")};
  steps["alter_type_partition"] = {widen("p", "INT", "BIGINT")};
  steps["alter_type_mapped"] = {widen("s.a", "INT", "BIGINT")};
  steps["alter_type_upgrade"] = {widening(), widen("id", "INT", "BIGINT")};
  steps["alter_type_varchar"] = {widen("a", "VARCHAR(5)", "VARCHAR(9)"), widen("b", "VARCHAR(5)", "STRING"),
                                 widen("c", "CHAR(5)", "VARCHAR(5)")};
  steps["drop_not_null"] = {DropNotNull{"id"}, DropNotNull{"s.a"}};
  steps["set_property"] = {set("team", "other"), set("delta.logRetentionDuration", "interval 40 days"), set("new", "x")};
  steps["unset_property"] = {UnsetProperty{"team", "shop"}, UnsetProperty{"delta.checkpointInterval", "20"}};
  steps["set_table_comment"] = {SetComment{{}, "a table", ""}};
  steps["clear_table_comment"] = {SetComment{{}, "", "a table"}};
  steps["set_column_comment"] = {SetComment{"id", "the key", ""}, SetComment{"s.a", "inside", ""},
                                 SetComment{"l.element.x", "deep", ""}};
  steps["clear_column_comment"] = {SetComment{"id", "", "the key"}};
  steps["set_default"] = {SetDefault{"state", "'new'", std::nullopt}};
  steps["set_default_upgrade"] = {EnableFeature{"allowColumnDefaults", {}}, SetDefault{"id", "7", std::nullopt}};
  steps["change_default"] = {SetDefault{"id", "2", "1"}};
  steps["drop_default"] = {DropDefault{"id", "1"}};
  steps["add_check"] = {AddCheck{"Positive", "total >= 0 AND id > 0"}};
  steps["add_check_again"] = {AddCheck{"two", "id < 9"}};
  steps["drop_check"] = {DropCheck{"one", "id > 1"}};
  steps["set_clustering"] = {SetClustering{{"day", "id"}, {}}};
  steps["set_clustering_mapped"] = {SetClustering{{"s.a"}, {}}};
  steps["change_clustering"] = {SetClustering{{"s.a", "id"}, {"id"}}};
  steps["clustering_none"] = {SetClustering{{}, {"id"}}};
  for (const char* name : {"enable_mapping", "enable_mapping_partitioned", "enable_mapping_clustered", "enable_mapping_legacy",
                           "enable_mapping_after_reader_feature"}) {
    steps[name] = {mapping()};
  }
  steps["enable_type_widening"] = steps["enable_type_widening_mapped"] = {widening()};
  steps["enable_deletion_vectors"] = steps["enable_deletion_vectors_legacy"] = {
      EnableFeature{"deletionVectors", {{"delta.enableDeletionVectors", "true"}}}};
  steps["enable_change_data_feed"] = {EnableFeature{"changeDataFeed", {{"delta.enableChangeDataFeed", "true"}}}};
  steps["enable_change_data_feed_legacy"] = {set("delta.enableChangeDataFeed", "true")};
  steps["enable_append_only"] = {set("delta.appendOnly", "true")};
  steps["enable_commit_timestamps"] = {EnableFeature{"inCommitTimestamp", {{"delta.enableInCommitTimestamps", "true"}}}};
  steps["enable_column_defaults"] = {EnableFeature{"allowColumnDefaults", {}}};
  steps["enable_timestamp_ntz"] = {EnableFeature{"timestampNtz", {}}};
  steps["enable_variant"] = {EnableFeature{"variantType", {}}};
  steps["enable_several"] = {mapping(), widening(), EnableFeature{"allowColumnDefaults", {}}, set("delta.enableChangeDataFeed", "true")};
  return steps;
}

/// Cases that deltac refuses where Spark does something.
const std::set<std::string> kRefused = {"create_row_tracking", "create_v2_checkpoints", "enable_v2_checkpoints"};

/// A table's state as canonical JSON. Names that were drawn at random are numbered in the order of the schema, and what
/// depends on the clock is left out.
class State {
 public:
  void apply(const Json& action) {
    if (const Json* metadata = action.find("metaData")) metadata_ = *metadata;
    if (const Json* protocol = action.find("protocol")) protocol_ = *protocol;
    if (const Json* domain = action.find("domainMetadata")) domain_ = *domain->find_string("configuration");
  }

  std::string text() {
    Json metadata = metadata_;
    metadata.erase("id");
    metadata.erase("createdTime");
    Json schema = parse_json(*metadata.find_string("schemaString"));
    for_each_field(schema, {}, [this](const ColumnPath&, const Json& field) { number(physical_name(field)); });
    metadata.set("schemaString", schema);
    Json* configuration = metadata.find("configuration");
    for (const char* clock : {"Version", "Timestamp"}) {
      Json* value = configuration->find("delta.inCommitTimestampEnablement" + std::string(clock));
      if (value != nullptr) *value = Json::of("clock");
    }
    Json all = Json::object({{"metaData", metadata}, {"protocol", protocol_}});
    if (!domain_.empty()) all.set("clustering", parse_json(domain_));
    return sorted(all).dump();
  }

 private:
  void number(const std::string& name) {
    if (name.starts_with("col-") && name.size() == 40) names_.try_emplace(name, "col-" + std::to_string(names_.size()));
  }

  Json sorted(Json value) {
    if (value.is_string() && names_.contains(value.text)) value.text = names_[value.text];
    for (Json& item : value.items) item = sorted(item);
    for (JsonMember& member : value.members) {
      member.value = sorted(member.value);
      if (member.name.ends_with("Features")) {
        std::ranges::sort(member.value.items, {}, [](const Json& item) { return item.text; });
      }
    }
    std::ranges::sort(value.members, {}, &JsonMember::name);
    return value;
  }

  Json metadata_;
  Json protocol_;
  std::string domain_;
  std::map<std::string, std::string> names_;
};

class SparkCommits : public LakeTest {
 protected:
  static std::vector<Json> lines(const std::string& text) {
    std::vector<Json> actions;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) actions.push_back(parse_json(line));
    return actions;
  }

  /// Writes the state before as the only commit of a table.
  void begin(const Json& before) {
    std::string text;
    for (const Json& action : before.items) text += action.dump() + "\n";
    write(lake_ / "shop/t/_delta_log" / file_name(0, ".json"), text);
  }

  static State after_spark(const Json& recorded) {
    State state;
    for (const Json& action : recorded.find("before")->items) state.apply(action);
    for (const Json& commit : recorded.find("commits")->items) {
      for (const Json& action : commit.items) state.apply(action);
    }
    return state;
  }

  State after_us(const Json& before, int version) {
    State state;
    for (const Json& action : before.items) state.apply(action);
    for (const Json& action : lines(commit("shop/t", version))) state.apply(action);
    return state;
  }

  /// commitInfo where Spark needed one statement, as we do.
  void compare_info(const Json& recorded, const Json& ours) {
    const std::set<std::string> differing = {"timestamp", "inCommitTimestamp", "engineInfo", "txnId",  // of each commit
                                             "readVersion",  // the recorded state is our version 0
                                             "isBlindAppend", "operationParameters"};
    const Json& theirs = recorded.find("commits")->items.at(0).items.at(0).members.at(0).value;
    for (const JsonMember& member : theirs.members) {
      const Json* value = ours.find(member.name);
      ASSERT_NE(value, nullptr) << "commitInfo without " << member.name;
      if (!differing.contains(member.name)) {
        EXPECT_TRUE(same_value(member.value, *value)) << member.name << ": " << value->dump();
      }
    }
    for (const JsonMember& member : ours.members) EXPECT_NE(theirs.find(member.name), nullptr) << member.name;
    const Json& parameters = *theirs.find("operationParameters");
    for (const JsonMember& member : parameters.members) {
      const Json* own = ours.find("operationParameters");
      const bool there = std::ranges::any_of(own->members, [&](const JsonMember& m) { return m.name == member.name; });
      EXPECT_TRUE(there) << "operationParameters without " << member.name << ": " << own->dump();
    }
  }

  void compare(const Json& recorded, int version) {
    const std::size_t commits = recorded.find("commits")->items.size();
    EXPECT_EQ(after_us(*recorded.find("before"), version).text(), after_spark(recorded).text());
    const Json info = lines(commit("shop/t", version)).at(0).members.at(0).value;
    if (commits == 1) compare_info(recorded, info);
  }
};

std::vector<std::string> recorded_cases() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(kRecorded, error)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
  }
  std::ranges::sort(names);
  return names;
}

TEST(SparkCommitsAreAllCompared, EveryCaseHasItsSteps) {
  const auto made = creations();
  const auto steps = changes();
  for (const std::string& name : recorded_cases()) {
    const bool known = name.starts_with("create_") ? made.contains(name.substr(7)) : steps.contains(name);
    EXPECT_TRUE(known || kRefused.contains(name)) << name << " is recorded and compared with nothing";
  }
}

class SparkCommit : public SparkCommits, public testing::WithParamInterface<std::string> {};

TEST_P(SparkCommit, SaysTheSame) {
  const std::string name = GetParam();
  if (kRefused.contains(name)) GTEST_SKIP() << "deltac refuses this";
  const Json recorded = parse_json(text_of(kRecorded / (name + ".json")));
  if (name.starts_with("create_")) {
    const std::map<std::string, Made> all = creations();
    Made made = all.at(name.substr(7));
    made.table.name = TableName::parse("shop.t");
    const auto result = run("shop.t", {CreateTable{made.table, made.features}});
    ASSERT_TRUE(result) << result.error().message;
    compare(recorded, 0);
    return;
  }
  begin(*recorded.find("before"));
  ASSERT_EQ(read("shop.t").presence, Presence::present) << read("shop.t").problem;
  const auto result = run("shop.t", changes().at(name));
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_EQ(result->version_after, 1);
  compare(recorded, 1);
}

INSTANTIATE_TEST_SUITE_P(Recorded, SparkCommit, testing::ValuesIn(recorded_cases()),
                         [](const auto& info) { return info.param; });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SparkCommit);

}  // namespace
}  // namespace delta::lake::test
