#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "delta/adapters/lake.hpp"
#include "delta/model/fingerprint.hpp"

namespace delta::lake::test {

/// A temporary folder as a lake, and units run on it as `apply` would.
class LakeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "deltac-lake-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    reopen(root_ / "lake");
  }
  void TearDown() override {
    std::filesystem::permissions(root_, std::filesystem::perms::owner_all);
    keep_lake();
    std::filesystem::remove_all(root_);
  }

  /// Leaves the lake to the reader that is not ours (tests/integration/lake/foreign_reader.py), if it asked for it.
  void keep_lake() const {
    const char* folder = std::getenv("DELTAC_TEST_LAKES");
    if (folder == nullptr || !keep_ || HasFailure() || !std::filesystem::is_directory(lake_) ||
        lake_.parent_path() != root_)
      return;
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string(test->test_suite_name()) + "." + test->name();
    for (char& c : name) c = c == '/' ? '-' : c;
    std::filesystem::copy(lake_, std::filesystem::path(folder) / name, std::filesystem::copy_options::recursive);
  }

  void reopen(const std::filesystem::path& lake) {
    lake_ = lake;
    Expected<Target> opened = open_lake(lake);
    ASSERT_TRUE(opened) << opened.error().message;
    target_ = std::move(*opened);
  }

  ObservedTable read(const std::string& name) {
    const std::vector<TableName> names{TableName::parse(name)};
    Expected<std::vector<ObservedTable>> tables = target_.reader->read(names);
    EXPECT_TRUE(tables);
    return tables->at(0);
  }

  /// Runs `actions` on the table as one unit, made for the table as it is now.
  Expected<UnitResult, ExecutionError> run(const std::string& name, std::vector<Action> actions,
                                           std::optional<ManagedMark> mark = std::nullopt) {
    TablePlan plan;
    plan.name = TableName::parse(name);
    plan.observed = read(name);
    plan.state = plan.observed.presence;
    return run(plan, std::move(actions), std::move(mark));
  }

  Expected<UnitResult, ExecutionError> run(TablePlan plan, std::vector<Action> actions,
                                           std::optional<ManagedMark> mark = std::nullopt) {
    Unit unit;
    for (Action& action : actions) {
      Step step;
      step.action = std::move(action);
      unit.steps.push_back(std::move(step));
    }
    unit.mark = std::move(mark);
    if (plan.observed.present()) unit.before = fingerprint(plan.observed.table);
    plan.units.push_back(unit);
    return target_.executor->execute(plan, unit);
  }

  static Column column(const std::string& name, DataType type, bool nullable = true) {
    Column made;
    made.name = Identifier(name);
    made.type = std::move(type);
    made.nullable = nullable;
    return made;
  }

  static Table table(const std::string& name, std::vector<Column> columns) {
    Table made;
    made.name = TableName::parse(name);
    made.columns = std::move(columns);
    return made;
  }

  void create(const Table& made) {
    const auto result = run(made.name.text(), {action::CreateTable{made, {}}});
    ASSERT_TRUE(result) << result.error().message;
  }

  /// The commit file of a version, as text.
  std::string commit(const std::string& table_path, int version) const {
    return text_of(lake_ / table_path / "_delta_log" / file_name(version, ".json"));
  }

  static std::string file_name(int version, const std::string& end) {
    std::string digits = std::to_string(version);
    return std::string(20 - digits.size(), '0') + digits + end;
  }

  static std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  static void write(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << text;
  }

  std::filesystem::path root_;
  std::filesystem::path lake_;
  Target target_;
  bool keep_ = true;
};

}  // namespace delta::lake::test
