#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "delta/rules/changes.hpp"
#include "delta/rules/rule.hpp"

namespace delta::rules {
namespace {

TEST(Catalogue, CodesAreUniqueAndAscending) {
  int last = -1;
  for (const RuleInfo* rule : catalogue()) {
    EXPECT_GT(rule->code, last) << rule->summary;
    EXPECT_LT(rule->code, 1000);
    last = rule->code;
  }
}

TEST(Catalogue, EveryRowExplainsItself) {
  for (const RuleInfo* rule : catalogue()) {
    SCOPED_TRACE(code_text(rule->code));
    EXPECT_FALSE(rule->summary.empty());
    EXPECT_NE(rule->summary.back(), '.') << "a summary has no full stop";
    EXPECT_FALSE(rule->explanation.empty());
    EXPECT_EQ(rule->explanation.back(), '.');
    EXPECT_EQ(rule->explanation.find("  "), std::string_view::npos) << "two spaces: a broken literal";
  }
}

/// The codes that have a case in a folder of the tests: a name that begins with the code, and an expected text that
/// holds it. The folder's own test compares all that is said with that text.
std::set<int> codes_with_a_case(const std::string& folder) {
  std::set<int> codes;
  for (const auto& entry : std::filesystem::directory_iterator(DELTAC_TESTS_DIR "/" + folder)) {
    const std::filesystem::path& path = entry.path();
    const std::string code = path.filename().string().substr(0, 3);
    if (code.find_first_not_of("0123456789") != std::string::npos) continue;
    if (!entry.is_directory() && path.extension() != ".txt") continue;
    std::ifstream file(entry.is_directory() ? path / "expected.txt" : path);
    const std::string said{std::istreambuf_iterator<char>(file), {}};
    if (said.find("[DLT" + code + ']') != std::string::npos) codes.insert(std::stoi(code));
  }
  return codes;
}

TEST(Catalogue, EveryRowHasACaseWithItsExactDiagnostic) {
  std::set<int> shown = codes_with_a_case("compile_fail");
  shown.merge(codes_with_a_case("plan_fail"));
  for (const RuleInfo* rule : catalogue()) {
    EXPECT_TRUE(shown.contains(rule->code)) << code_text(rule->code) << " is shown by no case: " << rule->summary;
  }
  for (const int code : shown) EXPECT_NE(find_rule(code), nullptr) << "a case shows " << code_text(code);
}

/// The entries of the DDL matrix that this project promises to judge on a registry.
constexpr const char* kPromised[] = {
    "V-NAME-01", "V-NAME-02", "V-NAME-03", "V-NAME-04", "V-NAME-05", "V-NAME-06", "V-NAME-07", "V-NAME-08", "V-NAME-09",
    "V-TYPE-01", "V-TYPE-02", "V-TYPE-03", "V-TYPE-04", "V-TYPE-05", "V-TYPE-06", "V-TYPE-07", "V-TYPE-08", "V-TYPE-09",
    "V-TYPE-10", "V-TYPE-11", "V-TYPE-12", "V-PART-01", "V-PART-02", "V-PART-03", "V-PART-04", "V-CLUS-01", "V-CLUS-02",
    "V-CLUS-03", "V-CLUS-04", "V-CLUS-08", "V-CLUS-09", "V-COL-03",  "V-COL-05",  "V-DEF-02",  "V-DEF-04",  "V-DEF-05",
    "V-DEF-06",  "V-GEN-03",  "V-GEN-04",  "V-CHK-02",  "V-CHK-03",  "V-CHK-05",  "V-CHK-06",  "V-PROP-01", "V-PROP-02",
    "V-PROP-03", "V-PROP-04", "V-PROP-06", "V-PROP-07", "V-KEY-02",  "V-KEY-03"};

TEST(Catalogue, EveryPromisedEntryOfTheMatrixHasARowAndACompileFailCase) {
  const std::set<int> shown = codes_with_a_case("compile_fail");
  std::set<std::string> covered;
  std::set<std::string> with_case;
  for (const RuleInfo* rule : catalogue()) {
    std::istringstream ids{std::string(rule->matrix)};
    for (std::string id; ids >> id;) {
      EXPECT_TRUE(id.starts_with("V-")) << code_text(rule->code) << ": " << id;
      covered.insert(id);
      if (shown.contains(rule->code)) with_case.insert(id);
    }
  }
  for (const char* id : kPromised) {
    EXPECT_TRUE(covered.contains(id)) << id << " has no row";
    EXPECT_TRUE(with_case.contains(id)) << id << " has no compile-fail case";
  }
}

TEST(Catalogue, IsFoundByAnySpelling) {
  for (const char* text : {"DLT402", "dlt402", "402"}) {
    const RuleInfo* rule = find_rule(text);
    ASSERT_NE(rule, nullptr) << text;
    EXPECT_EQ(rule->code, 402);
  }
  EXPECT_EQ(find_rule("dlt601"), &kNotNullColumnAdded);
  for (const char* text : {"", "DLT", "DLT4022", "DLT-1", "four", "DLT 402", "999"})
    EXPECT_EQ(find_rule(text), nullptr) << text;
}

TEST(NearestName, FindsWhatIsMeant) {
  const std::vector<std::string> columns = {"customer", "day", "id", "total", "placed_at"};
  EXPECT_EQ(nearest_name("dya", columns), "day");
  EXPECT_EQ(nearest_name("DAY", columns), "day");
  EXPECT_EQ(nearest_name("custmer", columns), "customer");
  EXPECT_EQ(nearest_name("placedat", columns), "placed_at");
  EXPECT_EQ(nearest_name("ib", columns), "id");
}

TEST(NearestName, IsSilentWhenNothingIsNear) {
  const std::vector<std::string> columns = {"customer", "day", "id", "total"};
  EXPECT_EQ(nearest_name("xyz", columns), "");
  EXPECT_EQ(nearest_name("x", columns), "");
  EXPECT_EQ(nearest_name("", columns), "");
  EXPECT_EQ(nearest_name("day", {}), "");
  EXPECT_EQ(nearest_name("ab", std::vector<std::string>{"cd"}), "");
}

TEST(NearestName, DoesNotDependOnTheOrder) {
  EXPECT_EQ(nearest_name("cat", std::vector<std::string>{"car", "bat"}),
            nearest_name("cat", std::vector<std::string>{"bat", "car"}));
}

TEST(Findings, AreSortedAndWithoutRepeats) {
  Findings findings(3);
  findings[0].span = {"b.hpp", 1, 1, 1};
  findings[1].span = {"a.hpp", 2, 1, 1};
  findings[2].span = {"a.hpp", 2, 1, 1};
  sort_findings(findings);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].span.file, "a.hpp");
}

}  // namespace
}  // namespace delta::rules
