/// Tables that PyPI `deltalake` wrote, with rows: what the lake reads of each must be what deltalake says of it.
#include <algorithm>

#include "adapters/lake/json.hpp"
#include "adapters/lake/schema_json.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

const std::filesystem::path kFixtures = std::filesystem::path(DELTAC_TESTS_DIR) / "integration/lake/fixtures";

std::vector<std::string> fixture_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFixtures / "deltalake")) {
    names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

class DeltalakeFixture : public LakeTest, public testing::WithParamInterface<std::string> {};

TEST_P(DeltalakeFixture, IsReadAsDeltalakeSeesIt) {
  reopen(kFixtures);
  const Json expected = parse_json(text_of(kFixtures / "deltalake" / GetParam() / "expected.json"));
  const ObservedTable seen = read("deltalake." + GetParam());
  ASSERT_TRUE(seen.present()) << seen.problem;
  EXPECT_EQ(seen.version, expected.find("version")->integer());
  EXPECT_EQ(seen.may_have_rows, expected.find("files")->integer() > 0);
  EXPECT_EQ(seen.table.columns, columns_from_json(*expected.find("schema")));
  EXPECT_EQ(seen.protocol.reader, expected.find("reader")->integer());
  EXPECT_EQ(seen.protocol.writer, expected.find("writer")->integer());
  const std::string* description = expected.find_string("description");
  EXPECT_EQ(seen.table.comment, description != nullptr ? *description : "");
  std::vector<std::string> partitions;
  for (const LocatedText& column : seen.table.partition_by) partitions.push_back(column.value);
  std::vector<std::string> said;
  for (const Json& column : expected.find("partition_columns")->items) said.push_back(column.text);
  EXPECT_EQ(partitions, said);
  std::size_t checks = 0;
  for (const JsonMember& member : expected.find("properties")->members) {
    if (member.name.starts_with("delta.constraints.")) {
      ++checks;
      continue;
    }
    ASSERT_NE(seen.property(member.name), nullptr) << member.name;
    EXPECT_EQ(*seen.property(member.name), member.value.text);
  }
  EXPECT_EQ(seen.table.checks.size(), checks);
}

TEST_P(DeltalakeFixture, TakesACommitOnTop) {
  std::filesystem::create_directories(lake_ / "deltalake");
  std::filesystem::copy(kFixtures / "deltalake" / GetParam(), lake_ / "deltalake" / GetParam(),
                        std::filesystem::copy_options::recursive);
  const std::string name = "deltalake." + GetParam();
  const ObservedTable before = read(name);
  const auto result = run(name, {action::AddColumn{"added", column("added", DataType::of(TypeKind::integer))}});
  ASSERT_TRUE(result) << result.error().message;
  const ObservedTable after = read(name);
  ASSERT_TRUE(after.present()) << after.problem;
  EXPECT_EQ(after.version, *before.version + 1);
  EXPECT_EQ(after.table.columns.size(), before.table.columns.size() + 1);
  EXPECT_EQ(after.table.properties, before.table.properties);
  EXPECT_EQ(after.protocol, before.protocol);
}

INSTANTIATE_TEST_SUITE_P(Tables, DeltalakeFixture, testing::ValuesIn(fixture_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace delta::lake::test
