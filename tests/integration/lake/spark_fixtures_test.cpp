/// Tables that a real Spark wrote, with rows: what the lake reads of each must be what Spark said of it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "delta/model/features.hpp"
#include "lake_fixture.hpp"
#include "table_json.hpp"

namespace delta::lake::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kFixtures = fs::path(DELTAC_LAKE_TESTS) / "fixtures";

std::vector<std::string> fixture_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFixtures / "spark")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

json expected_of(const std::string& name) {
  std::ifstream file(kFixtures / "spark" / name / "expected.json");
  return json::parse(file);
}

/// Takes `physical_name` out of every field and notes it by the folded path.
void take_physical_names(json& columns, const ColumnPath& above, std::map<std::string, std::string>& names);

void take_from_type(json& type, const ColumnPath& path, std::map<std::string, std::string>& names) {
  if (!type.is_object()) return;
  if (type["type"] == "struct") take_physical_names(type["fields"], path, names);
  for (const char* step : {"element", "key", "value"}) {
    if (type.contains(step)) take_from_type(type[step], path.child(step), names);
  }
}

void take_physical_names(json& columns, const ColumnPath& above, std::map<std::string, std::string>& names) {
  for (json& column : columns) {
    const ColumnPath path = above.child(Identifier(column["name"].get<std::string>()));
    if (column.contains("physical_name")) names[fold_case(path.text())] = column["physical_name"];
    column.erase("physical_name");
    take_from_type(column["type"], path, names);
  }
}

std::vector<std::string> texts(const std::vector<LocatedText>& list) {
  std::vector<std::string> values;
  for (const LocatedText& text : list) values.push_back(text.value);
  return values;
}

/// What the log's configuration holds, split as the lake splits it: properties, CHECKs, and what Delta keeps for
/// itself.
struct Configuration {
  std::map<std::string, std::string> properties;
  std::map<std::string, std::string> checks;
};

Configuration split(const json& configuration) {
  static constexpr std::string_view kCheck = "delta.constraints.";
  static const std::set<std::string> kDeltasOwn{"delta.columnMapping.maxColumnId",
                                                "delta.inCommitTimestampEnablementVersion",
                                                "delta.inCommitTimestampEnablementTimestamp",
                                                "delta.rowTracking.materializedRowIdColumnName",
                                                "delta.rowTracking.materializedRowCommitVersionColumnName",
                                                "delta.requireCheckpointProtectionBeforeVersion"};
  Configuration made;
  for (const auto& [key, value] : configuration.items()) {
    if (key.starts_with(kCheck)) {
      made.checks[key.substr(kCheck.size())] = value;
    } else if (!kDeltasOwn.contains(key)) {
      made.properties[key] = value;
    }
  }
  return made;
}

/// Those that are not refused; with `whole`, those that have a checkpoint and every commit before it.
std::vector<std::string> readable_names(bool whole) {
  std::vector<std::string> names;
  for (const std::string& name : fixture_names()) {
    const fs::path log = kFixtures / "spark" / name / "_delta_log";
    if (expected_of(name).contains("refused")) continue;
    if (whole && !(fs::exists(log / "00000000000000000000.json") && fs::exists(log / "_last_checkpoint"))) continue;
    names.push_back(name);
  }
  return names;
}

class SparkFixture : public LakeTest, public testing::WithParamInterface<std::string> {};
class ReadableSparkFixture : public SparkFixture {};
class WholeSparkFixture : public SparkFixture {};

TEST_P(SparkFixture, IsReadAsSparkSeesIt) {
  reopen(kFixtures);
  json expected = expected_of(GetParam());
  const ObservedTable seen = read("spark." + GetParam());
  if (expected.contains("refused")) {
    ASSERT_EQ(seen.presence, Presence::failed);
    EXPECT_NE(seen.problem.find(expected["refused"].get<std::string>()), std::string::npos) << seen.problem;
    return;
  }
  ASSERT_TRUE(seen.present()) << seen.problem;
  EXPECT_EQ(seen.version, expected["version"].get<std::int64_t>());
  EXPECT_EQ(seen.may_have_rows, expected["live_files"].get<int>() > 0);

  std::map<std::string, std::string> physical_names;
  take_physical_names(expected["columns"], ColumnPath(), physical_names);
  EXPECT_EQ(columns_json(seen.table), expected["columns"]);
  EXPECT_EQ(seen.physical_names, physical_names);
  EXPECT_EQ(seen.table.comment, expected["comment"].is_null() ? "" : expected["comment"].get<std::string>());
  EXPECT_EQ(texts(seen.table.partition_by), expected["partition_columns"].get<std::vector<std::string>>());
  EXPECT_EQ(texts(seen.table.cluster_by), expected["clustering_columns"].get<std::vector<std::string>>());

  const Configuration configuration = split(expected["properties"]);
  std::map<std::string, std::string> properties;
  for (const Property& property : seen.table.properties) properties[property.key.value] = property.value.value;
  EXPECT_EQ(properties, configuration.properties);
  std::map<std::string, std::string> checks;
  for (const Check& check : seen.table.checks) checks[check.name.value] = check.expression.value;
  EXPECT_EQ(checks, configuration.checks);

  EXPECT_EQ(seen.protocol.reader, expected["protocol"]["minReaderVersion"].get<int>());
  EXPECT_EQ(seen.protocol.writer, expected["protocol"]["minWriterVersion"].get<int>());
  EXPECT_EQ(seen.protocol.features, expected["table_features"].get<std::set<std::string>>());
}

/// Where the log is whole, what the checkpoint says must be what its commits say.
TEST_P(WholeSparkFixture, ReadsTheSameWithoutItsCheckpoints) {
  const fs::path source = kFixtures / "spark" / GetParam();
  reopen(kFixtures);
  const ObservedTable with = read("spark." + GetParam());
  fs::create_directories(root_ / "copy" / "spark");
  fs::copy(source, root_ / "copy" / "spark" / GetParam(), fs::copy_options::recursive);
  const fs::path log = root_ / "copy" / "spark" / GetParam() / "_delta_log";
  std::vector<fs::path> checkpoints;
  for (const fs::directory_entry& entry : fs::directory_iterator(log)) {
    if (entry.path().filename().string().find("checkpoint") != std::string::npos) checkpoints.push_back(entry.path());
  }
  for (const fs::path& file : checkpoints) fs::remove(file);
  reopen(root_ / "copy");
  const ObservedTable without = read("spark." + GetParam());
  ASSERT_TRUE(without.present()) << without.problem;
  ASSERT_TRUE(with.present()) << with.problem;
  EXPECT_EQ(with.table, without.table);
  EXPECT_EQ(with.protocol, without.protocol);
  EXPECT_EQ(with.version, without.version);
  EXPECT_EQ(with.may_have_rows, without.may_have_rows);
}

/// A commit of ours on each of them, on a copy: all that it does not touch must stay as it is.
TEST_P(ReadableSparkFixture, TakesAColumnAndKeepsEverythingElse) {
  fs::create_directories(root_ / "copy" / "spark");
  fs::copy(kFixtures / "spark" / GetParam(), root_ / "copy" / "spark" / GetParam(), fs::copy_options::recursive);
  reopen(root_ / "copy");
  const ObservedTable before = read("spark." + GetParam());
  ASSERT_TRUE(before.present()) << before.problem;
  const auto result =
      run("spark." + GetParam(), {action::AddColumn{"deltac_new", column("deltac_new", DataType::of(TypeKind::date))}});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->version_after, *before.version + 1);
  ObservedTable after = read("spark." + GetParam());
  ASSERT_TRUE(after.present()) << after.problem;
  ASSERT_EQ(after.table.columns.size(), before.table.columns.size() + 1);
  EXPECT_EQ(after.table.columns.back().name, Identifier("deltac_new"));
  after.table.columns.pop_back();
  EXPECT_EQ(after.table, before.table);
  EXPECT_EQ(after.protocol, before.protocol);
  after.physical_names.erase("deltac_new");
  EXPECT_EQ(after.physical_names, before.physical_names);
  EXPECT_EQ(after.may_have_rows, before.may_have_rows);
  write(lake_ / "spark" / GetParam() / "evolved.json", R"({"renamed": {}, "emptied": [], "added": ["deltac_new"]})");
}

const auto kName = [](const testing::TestParamInfo<std::string>& info) { return info.param; };
INSTANTIATE_TEST_SUITE_P(Tables, SparkFixture, testing::ValuesIn(fixture_names()), kName);
INSTANTIATE_TEST_SUITE_P(Tables, ReadableSparkFixture, testing::ValuesIn(readable_names(false)), kName);
INSTANTIATE_TEST_SUITE_P(Tables, WholeSparkFixture, testing::ValuesIn(readable_names(true)), kName);

}  // namespace
}  // namespace delta::lake::test
