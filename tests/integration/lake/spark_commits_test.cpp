/// Our commits beside Spark's for the same DDL on the same table, field by field.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "commit_cases.hpp"
#include "lake_fixture.hpp"

#include <nlohmann/json.hpp>

namespace delta::lake::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// A place where our commit may say something else than Spark's.
struct AllowedDifference {
  std::string_view test;   ///< the beginning of the recordings' names; empty: all
  std::string_view place;  ///< a JSON pointer's beginning
  std::string_view reason;
};

constexpr AllowedDifference kAllowed[] = {
    {"create_", "/metaData/id", "every table has an id of its own"},
    {"create_", "/metaData/createdTime", "the time of the run"},
    {"", "/commitInfo/timestamp", "the time of the run"},
    {"", "/commitInfo/inCommitTimestamp", "the time of the run"},
    {"", "/commitInfo/txnId", "every commit has an id of its own"},
    {"", "/commitInfo/engineInfo", "names the writer"},
    {"", "/commitInfo/operationParameters/",
     "for people who read the history: the same members, our own words in them"},
    {"", "/metaData/configuration/delta.inCommitTimestampEnablementTimestamp", "the time of the run"},
};

bool allowed(const std::string& name, const std::string& place) {
  return std::ranges::any_of(kAllowed, [&](const AllowedDifference& difference) {
    return name.starts_with(difference.test) && place.starts_with(difference.place);
  });
}

json recording(const std::string& name) {
  std::ifstream file(fs::path(DELTAC_LAKE_TESTS) / "spark_commits" / (name + ".json"));
  return json::parse(file);
}

/// What a commit, or several, say in the end: the last metaData and protocol, and the last word on each domain.
json folded(const json& actions) {
  json state = json::object();
  for (const json& action : actions) {
    for (const auto& [kind, value] : action.items()) {
      if (kind == "domainMetadata") {
        state["domainMetadata"][value["domain"].get<std::string>()] = value;
      } else {
        state[kind] = value;
      }
    }
  }
  return state;
}

/// Physical names that are no column's logical name are random: each stands for its logical path. `names` collects
/// them.
void name_physical_columns(json& type, const std::string& above, std::map<std::string, std::string>& names) {
  static const std::regex kRandom("col-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  static constexpr const char* kKey = "delta.columnMapping.physicalName";
  if (!type.is_object()) return;
  if (type.contains("fields")) {
    for (json& field : type["fields"]) {
      const std::string path = above + "/" + field["name"].get<std::string>();
      if (field["metadata"].contains(kKey)) {
        const std::string physical = field["metadata"][kKey];
        if (std::regex_match(physical, kRandom)) {
          names[physical] = "random name of " + path;
          field["metadata"][kKey] = names[physical];
        }
      }
      name_physical_columns(field["type"], path, names);
    }
  }
  for (const char* inner : {"elementType", "keyType", "valueType"}) {
    if (type.contains(inner)) name_physical_columns(type[inner], above + "/" + inner, names);
  }
}

/// Texts that hold JSON as JSON, random physical names as the columns they stand for, lists of features as sets.
/// `known` are physical names of the table before, which must stay what they are.
json comparable(json state, const std::string& schema_before) {
  std::map<std::string, std::string> names;
  const std::string schema_text =
      state.contains("metaData") ? state["metaData"]["schemaString"].get<std::string>() : schema_before;
  json schema = json::parse(schema_text);
  name_physical_columns(schema, "", names);
  for (auto name = names.begin(); name != names.end();) {
    const bool kept = schema_before.find(name->first) != std::string::npos;
    name = kept ? names.erase(name) : std::next(name);
  }
  if (state.contains("metaData")) {
    json raw = json::parse(schema_text);
    const std::function<void(json&)> rename = [&](json& value) {
      if (value.is_string() && names.contains(value.get<std::string>())) value = names[value.get<std::string>()];
      if (value.is_structured()) {
        for (json& inner : value) rename(inner);
      }
    };
    rename(raw);
    state["metaData"]["schemaString"] = raw;
  }
  if (state.contains("metaData")) {
    static const std::regex kHidden("(_row-(?:id|commit-version)-col)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    for (json& value : state["metaData"]["configuration"]) {
      value = std::regex_replace(value.get<std::string>(), kHidden, "$1 and a random name");
    }
  }
  if (state.contains("domainMetadata")) {
    for (json& domain : state["domainMetadata"]) {
      std::string text = domain["configuration"];
      for (const auto& [physical, logical] : names) {
        for (std::size_t at = text.find(physical); at != std::string::npos; at = text.find(physical)) {
          text.replace(at, physical.size(), logical);
        }
      }
      domain["configuration"] = json::parse(text);
    }
  }
  if (state.contains("protocol")) {
    for (const char* list : {"readerFeatures", "writerFeatures"}) {
      if (state["protocol"].contains(list)) std::sort(state["protocol"][list].begin(), state["protocol"][list].end());
    }
  }
  return state;
}

/// Every leaf by its place; an empty object or list is a leaf.
void leaves(const json& value, const std::string& place, std::map<std::string, std::string>& found) {
  if (!value.is_structured() || value.empty()) {
    found[place] = value.dump();
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) leaves(value[i], place + "/" + std::to_string(i), found);
  } else {
    for (const auto& [key, inner] : value.items()) leaves(inner, place + "/" + key, found);
  }
}

std::vector<std::string> differences(const std::string& name, const json& ours, const json& sparks) {
  std::map<std::string, std::string> left;
  std::map<std::string, std::string> right;
  leaves(ours, "", left);
  leaves(sparks, "", right);
  std::set<std::string> places;
  for (const auto& [place, value] : left) places.insert(place);
  for (const auto& [place, value] : right) places.insert(place);
  std::vector<std::string> found;
  for (const std::string& place : places) {
    const auto our = left.find(place);
    const auto spark = right.find(place);
    if (our != left.end() && spark != right.end() && our->second == spark->second) continue;
    if (allowed(name, place)) continue;
    found.push_back(place + ": ours " + (our == left.end() ? "nothing" : our->second) + ", Spark's " +
                    (spark == right.end() ? "nothing" : spark->second));
  }
  return found;
}

/// What a history says of the operation.
std::set<std::string> parameter_names(const json& state) {
  std::set<std::string> names;
  for (const auto& [name, value] : state["commitInfo"]["operationParameters"].items()) names.insert(name);
  return names;
}

class SparkCommit : public LakeTest, public testing::WithParamInterface<std::string> {
 protected:
  /// The table as it was before Spark's statements, as a log of one commit.
  void lay_down(const json& before) {
    if (before.empty()) return;
    std::string text;
    for (const json& action : before) text += action.dump() + "\n";
    write(lake_ / "ddl" / "t" / "_delta_log" / file_name(0, ".json"), text);
  }

  json our_commit(int version) const {
    json actions = json::array();
    std::istringstream lines(commit("ddl/t", version));
    for (std::string line; std::getline(lines, line);) actions.push_back(json::parse(line));
    return actions;
  }
};

TEST_P(SparkCommit, SaysWhatOursSays) {
  const std::string name = GetParam();
  const CommitCase& ours = commit_cases().at(name);
  const json spark = recording(name);
  lay_down(spark["before"]);
  const auto result = run("ddl.t", ours.actions);
  ASSERT_TRUE(result) << result.error().message << "; " << result.error().fix;

  json all = json::array();
  for (const json& commit : spark["commits"]) all.insert(all.end(), commit.begin(), commit.end());
  const json before = folded(spark["before"]);
  const std::string schema_before =
      before.contains("metaData") ? before["metaData"]["schemaString"].get<std::string>() : "";
  const json our_actions = our_commit(static_cast<int>(*result->version_after));
  json our_state = comparable(folded(our_actions), schema_before);
  json spark_state = comparable(folded(all), schema_before);
  // Several statements of Spark's are one commit of ours, and no word of Spark's names them together.
  if (spark["commits"].size() > 1) {
    our_state.erase("commitInfo");
    spark_state.erase("commitInfo");
  }
  EXPECT_EQ(differences(name, our_state, spark_state), std::vector<std::string>());
  if (our_state.contains("commitInfo")) {
    EXPECT_EQ(parameter_names(our_state), parameter_names(spark_state));
  }
  EXPECT_TRUE(our_actions.at(0).contains("commitInfo"))
      << "Delta wants commitInfo first where commits carry their time";
}

/// The mark of what the code declared is one more property, and changes nothing else.
TEST_P(SparkCommit, CarriesOurMarkAndNothingElse) {
  const CommitCase& ours = commit_cases().at(GetParam());
  const json spark = recording(GetParam());
  ManagedMark mark;
  mark.registry_hash = name_hash("registry");
  mark.table_hash = name_hash("ddl.t");
  lay_down(spark["before"]);
  ASSERT_TRUE(run("ddl.t", ours.actions, mark));
  json all = json::array();
  for (const json& commit : spark["commits"]) all.insert(all.end(), commit.begin(), commit.end());
  const json before = folded(spark["before"]);
  const std::string schema_before =
      before.contains("metaData") ? before["metaData"]["schemaString"].get<std::string>() : "";
  json our_state = comparable(folded(our_commit(spark["before"].empty() ? 0 : 1)), schema_before);
  json spark_state = comparable(folded(all), schema_before);
  ASSERT_EQ(our_state["metaData"]["configuration"]["deltac.managed"], encode(mark));
  our_state["metaData"]["configuration"].erase("deltac.managed");
  our_state.erase("commitInfo");
  spark_state.erase("commitInfo");
  if (!spark_state.contains("metaData")) {  // CLUSTER BY: the mark brings the metaData, unchanged but for itself
    spark_state["metaData"] = comparable(before, schema_before)["metaData"];
  }
  EXPECT_EQ(differences(GetParam(), our_state, spark_state), std::vector<std::string>());
}

TEST(SparkCommits, EachRecordingHasACase) {
  std::set<std::string> recorded;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(DELTAC_LAKE_TESTS) / "spark_commits")) {
    recorded.insert(entry.path().stem().string());
  }
  std::set<std::string> cases;
  for (const auto& [name, one] : commit_cases()) cases.insert(name);
  EXPECT_EQ(cases, recorded);
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& [name, one] : commit_cases()) names.push_back(name);
  return names;
}

const auto kName = [](const testing::TestParamInfo<std::string>& info) { return info.param; };
INSTANTIATE_TEST_SUITE_P(Ddl, SparkCommit, testing::ValuesIn(case_names()), kName);

}  // namespace
}  // namespace delta::lake::test
