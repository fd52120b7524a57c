/// Tables with rows that others wrote, taken through every change that parts names from data files.
#include <algorithm>
#include <filesystem>
#include <map>

#include "lake_fixture.hpp"

#include <nlohmann/json.hpp>

namespace delta::lake::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kFixtures = fs::path(DELTAC_LAKE_TESTS) / "fixtures";

/// The steps that move names away from the data files: what a rename, a drop and a second column of the same name do to
/// rows shows only in tables that have some. What was done is left in evolved.json, for the reader of rows
/// (foreign_reader.py).
class Evolution {
 public:
  explicit Evolution(const ObservedTable& observed) : table_(observed.table) {
    if (observed.mapping_mode() == "none") {
      steps_.push_back(action::EnableFeature{"columnMapping", {{"delta.columnMapping.mode", "name"}}});
    }
    for (const Column& column : table_.columns) evolve(column);
    add(ColumnPath("deltac_new"), DataType::of(TypeKind::date));
  }

  const std::vector<Action>& steps() const { return steps_; }
  json told() const { return {{"renamed", renamed_}, {"emptied", emptied_}, {"added", added_}}; }

 private:
  /// Expressions and layout bind a column to its name or its place.
  bool bound(const Column& column) const {
    const auto names = [&](const LocatedText& text) {
      return ColumnPath::parse(text.value).steps.front() == column.name;
    };
    return !table_.checks.empty() || column.identity || std::ranges::any_of(table_.partition_by, names) ||
           std::ranges::any_of(table_.cluster_by, names) ||
           std::ranges::any_of(table_.columns, [](const Column& other) { return other.generated.has_value(); });
  }

  void evolve(const Column& column) {
    const ColumnPath path(column.name);
    if (column.type.kind == TypeKind::structure) {
      evolve_fields(column.type.fields, path);
    } else if (column.type.kind == TypeKind::array && column.type.types[0].kind == TypeKind::structure) {
      evolve_fields(column.type.types[0].fields, path.child("element"));
    }
    if (bound(column)) return;
    if (emptied_.empty() && !renamed_.empty() && column.nullable && column.type.fields.empty() &&
        column.type.types.empty()) {
      steps_.push_back(action::DropColumn{path, column.type});
      Column again = column;
      again.type = DataType::of(TypeKind::date);
      again.nullable = true;
      again.default_value.reset();
      again.position = {Position::Place::first, {}};
      steps_.push_back(action::AddColumn{path, again});
      emptied_.push_back(path.text());
    } else {
      rename(path);
    }
  }

  void evolve_fields(const std::vector<Field>& fields, const ColumnPath& above) {
    add(above.child("deltac_field"), DataType::varchar(9));
    const bool clustered = std::ranges::any_of(
        table_.cluster_by, [&](const LocatedText& text) { return above.contains(ColumnPath::parse(text.value)); });
    if (!clustered && table_.checks.empty()) rename(above.child(fields.front().name));
  }

  void rename(const ColumnPath& path) {
    const std::string name = path.last().text() + " (renamed)";
    steps_.push_back(action::RenameColumn{path, Identifier(name)});
    renamed_[path.text()] = name;
  }

  void add(const ColumnPath& path, DataType type) {
    Column made;
    made.name = path.last();
    made.type = std::move(type);
    steps_.push_back(action::AddColumn{path, made});
    added_.push_back(path.text());
  }

  const Table& table_;
  std::vector<Action> steps_;
  std::map<std::string, std::string> renamed_;  ///< new name by old path
  std::vector<std::string> emptied_;
  std::vector<std::string> added_;
};

/// "spark.plain" for each table of fixtures/spark and fixtures/deltalake.
std::vector<std::string> fixture_names() {
  std::vector<std::string> names;
  for (const char* writer : {"spark", "deltalake"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(kFixtures / writer)) {
      names.push_back(std::string(writer) + "." + entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

class ForeignTable : public LakeTest, public testing::WithParamInterface<std::string> {};

TEST_P(ForeignTable, EvolvesWithItsRows) {
  std::string place = GetParam();
  std::replace(place.begin(), place.end(), '.', '/');
  fs::create_directories((lake_ / place).parent_path());
  fs::copy(kFixtures / place, lake_ / place, fs::copy_options::recursive);
  const ObservedTable before = read(GetParam());
  if (!before.present()) GTEST_SKIP() << before.problem;  // SparkFixture tells which are refused, and why
  const Evolution evolution(before);
  const auto result = run(GetParam(), evolution.steps());
  ASSERT_TRUE(result) << result.error().message << "; " << result.error().fix;
  EXPECT_EQ(result->version_after, *before.version + 1) << "all steps are one commit";
  const ObservedTable after = read(GetParam());
  ASSERT_TRUE(after.present()) << after.problem;
  ObservedTable foreseen = before;
  for (const Action& step : evolution.steps()) simulate(foreseen, step);
  EXPECT_EQ(fingerprint(after.table), fingerprint(foreseen.table));
  EXPECT_EQ(after.mapping_mode(), before.mapping_mode() == "id" ? "id" : "name");
  json told = evolution.told();
  told["before"] = (kFixtures / place).string();
  write(lake_ / place / "evolved.json", told.dump());
}

INSTANTIATE_TEST_SUITE_P(Fixtures, ForeignTable, testing::ValuesIn(fixture_names()), [](const auto& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

}  // namespace
}  // namespace delta::lake::test
