#include "app/policy_file.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "delta/rules/policies.hpp"

namespace delta::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Policy good(std::string_view text) {
  auto policy = parse_policy(text, "p.toml");
  if (policy) return *std::move(policy);
  ADD_FAILURE() << policy.error().front().text;
  return {};
}

/// "line:column+length text | fix" of each finding.
std::vector<std::string> wrong(std::string_view text) {
  const auto policy = parse_policy(text, "p.toml");
  std::vector<std::string> said;
  if (policy) return said;
  for (const Finding& each : policy.error()) {
    EXPECT_EQ(each.code, rules::kPolicyNotUnderstood.code);
    EXPECT_EQ(each.span.file.text(), "p.toml");
    said.push_back(std::to_string(each.span.line) + ':' + std::to_string(each.span.column) + '+' +
                   std::to_string(each.span.length) + ' ' + each.text + " | " + each.fix);
  }
  return said;
}

TEST(PolicyFile, AnEmptyOneForbidsNothing) {
  const Policy policy = good("");
  EXPECT_FALSE(policy.allow);
  EXPECT_TRUE(policy_allows(policy, "drop-table"));
  EXPECT_EQ(scope_of(policy, "dev.silver.orders"), Scope::full);
}

TEST(PolicyFile, AnEmptyListOfKindsAllowsNone) {
  const Policy policy = good("allow = []");
  ASSERT_TRUE(policy.allow);
  EXPECT_FALSE(policy_allows(policy, "drop-table"));
}

TEST(PolicyFile, TheFirstPatternOfTheFileThatFitsCounts) {
  // Not the first by the alphabet, in which the parser keeps its keys.
  const Policy policy =
      good("[scope]\n\"dev.silver.orders\" = \"none\"\n\"*.orders\" = \"metadata\"\n\"*\" = \"columns\"\n");
  EXPECT_EQ(scope_of(policy, "dev.silver.orders"), Scope::none);
  EXPECT_EQ(scope_of(policy, "DEV.gold.ORDERS"), Scope::metadata);
  EXPECT_EQ(scope_of(policy, "dev.gold.returns"), Scope::columns);
}

TEST(PolicyFile, EachPartIsRead) {
  const Policy policy = good(R"(
allow = ["drop-column:dev.*", "backfill"]
[protect]
"prod.*" = "frozen"
"*" = "keep-data"
[[convention]]
tables = "*.gold.*"
table_names = "[a-z]+"
column_names = "[a-z_]+"
comments = ["tables", "columns"]
table_tags = ["owner"]
column_tags = ["class", "origin"]
[severity]
DLT761 = "off"
dlt721 = "error"
762 = "warning"
[targets.prod]
target = "odbc:*prod*"
protected = true
)");
  EXPECT_TRUE(policy_allows(policy, "drop-column", "dev.silver.orders"));
  EXPECT_FALSE(policy_allows(policy, "drop-column", "prod.silver.orders"));
  EXPECT_FALSE(policy_allows(policy, "drop-table"));
  ASSERT_THAT(policy.protections, SizeIs(2));
  EXPECT_TRUE(policy.protections[0].frozen);
  EXPECT_FALSE(policy.protections[1].frozen);
  ASSERT_THAT(policy.conventions, SizeIs(1));
  EXPECT_EQ(policy.conventions[0].tables.value, "*.gold.*");
  EXPECT_TRUE(policy.conventions[0].table_comments && policy.conventions[0].column_comments);
  EXPECT_THAT(policy.conventions[0].column_tags, SizeIs(2));
  EXPECT_EQ(policy.severities.at(761), std::nullopt);
  EXPECT_EQ(policy.severities.at(721), Severity::error);
  EXPECT_EQ(policy.severities.at(762), Severity::warning);
  ASSERT_THAT(policy.targets, SizeIs(1));
  EXPECT_EQ(policy.targets[0].name.value, "prod");
  EXPECT_TRUE(policy.targets[0].is_protected);
}

TEST(PolicyFile, ATargetHasANameThatCanBeTyped) {
  EXPECT_THAT(wrong("[targets.\"\"]\ntarget = \"odbc:*\"\nprotected = true\n"),
              ElementsAre("1:10+2 a target without a name | give it one: it is typed to go on"));
}

TEST(PolicyFile, MistakesHaveTheirPlaceAndAWayOut) {
  EXPECT_THAT(wrong("alow = []"), ElementsAre("1:1+4 a policy knows no key 'alow' here | did you mean 'allow'?"));
  EXPECT_THAT(wrong("allow = true"), ElementsAre(HasSubstr("1:9+4 this is a truth value")));
  EXPECT_THAT(wrong("[protect]\n\"u.*\" = 'frosen'"),
              ElementsAre("2:9+8 'frosen' is none of 'frozen' or 'keep-data' | did you mean 'frozen'?"));
  EXPECT_THAT(wrong("[severity]\nDLT601 = 'off'"), ElementsAre(HasSubstr("2:10+5 DLT601 guards safety")));
  EXPECT_THAT(wrong("[severity]\nDLT760 = 'off'"), SizeIs(1)) << "protection is safety";
  EXPECT_THAT(wrong("[severity]\nDLT601 = 'error'"), IsEmpty()) << "what is an error anyway may be called one";
  EXPECT_THAT(wrong("[targets.a]\nprotected = true"), ElementsAre(HasSubstr("1:10+1 the target a lacks the pattern")));
  EXPECT_THAT(wrong("[[convention]]\ntable_names = '(((a{99}){99}){99}){99}'"),
              ElementsAre(HasSubstr("a thousand times")));
  EXPECT_THAT(wrong("[[convention]]\ntable_names = '[a-z]{1,99}'"), IsEmpty());
  EXPECT_THAT(wrong("allow = ["), ElementsAre(HasSubstr("this is no TOML")));
  for (const char* text :
       {"\xff", "a = '\xff'", "# ü\na = ü", "a = \"ü\"", "a = '''x#'ü", "a = '#'ü", "a = \"\\\"#ü\""}) {
    EXPECT_THAT(wrong(text), ElementsAre(HasSubstr("this character cannot stand here"))) << text;
  }
  EXPECT_THAT(wrong("\n\nü = 1"), ElementsAre(HasSubstr("3:1+1 this")));
  EXPECT_THAT(wrong("# ü\n[targets.\"b\\u00fcro\"] # 'ü\ntarget = '*' # ü\n"), IsEmpty());
  EXPECT_EQ(good("[targets.\"b\\u00fcro\"]\ntarget = '*'").targets.at(0).name.value, "büro");
  EXPECT_THAT(wrong("[\n"), ElementsAre(HasSubstr("this is no TOML"))) << "which the parser asserts";
}

/// A directory of its own that goes away.
class PolicyPlaces : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/deltac_policy_XXXXXX";
    directory_ = ::mkdtemp(name);
  }
  void TearDown() override { (void)std::system(("rm -rf " + directory_).c_str()); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name) << text;
    return directory_ + "/" + name;
  }

  std::string directory_;
};

TEST_F(PolicyPlaces, NoneBesideTheProgramIsNone) {
  const auto loaded = load_policy("", directory_);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->policy.allow);
}

TEST_F(PolicyPlaces, TheOneBesideTheProgramIsHeeded) {
  write("deltac.policy.toml", "allow = []\n");
  const auto loaded = load_policy("", directory_);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->policy.allow);
  EXPECT_EQ(loaded->lines.at({directory_ + "/deltac.policy.toml", 1}), "allow = []");
}

TEST_F(PolicyPlaces, ALinkThatLeadsNowhereIsAnError) {
  ASSERT_EQ(::symlink("/nowhere/at/all.toml", (directory_ + "/deltac.policy.toml").c_str()), 0);
  const auto loaded = load_policy("", directory_);
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().unreadable.message, HasSubstr("cannot read the policy"));
}

TEST_F(PolicyPlaces, AMarkOfUtf8BeforeItIsNoPartOfIt) {
  std::ofstream(directory_ + "/bom.toml") << "\xEF\xBB\xBF"
                                             "allow = []\n";
  const auto loaded = load_policy(directory_ + "/bom.toml", "");
  ASSERT_TRUE(loaded) << loaded.error().findings;
  EXPECT_TRUE(loaded->policy.allow);
}

TEST_F(PolicyPlaces, AnOptionNamesAnother) {
  write("deltac.policy.toml", "allow = []\n");
  const auto loaded = load_policy(write("other.toml", "\r\n"), directory_);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->policy.allow);
}

TEST_F(PolicyPlaces, WhatCannotBeReadIsAnError) {
  EXPECT_FALSE(load_policy(directory_ + "/none.toml", directory_)) << "one that is named must be there";
  EXPECT_FALSE(load_policy(directory_, directory_)) << "a directory";
  ASSERT_EQ(std::system(("mkdir " + directory_ + "/deltac.policy.toml").c_str()), 0);
  EXPECT_FALSE(load_policy("", directory_)) << "nor is one beside the program passed over";
}

TEST_F(PolicyPlaces, AHugeFileIsNotReadToItsEnd) {
  EXPECT_FALSE(load_policy(write("huge.toml", std::string(3U << 20U, '#')), directory_));
  EXPECT_FALSE(load_policy("/dev/zero", directory_));
}

}  // namespace
}  // namespace delta::app
