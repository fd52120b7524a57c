#include "delta/plan/preflight.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "delta/rules/changes.hpp"
#include "plan/impact.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A server that answers by what stands in a statement.
class FakeServer : public Prober {
 public:
  std::function<ProbeAnswer(const std::string&)> answers = [](const std::string&) { return ProbeAnswer{}; };
  std::vector<std::string> asked;

  Expected<ProbeAnswer> ask(std::string_view statement) override {
    asked.emplace_back(statement);
    return answers(asked.back());
  }
};

ProbeAnswer refusal(const std::string& message) {
  ProbeAnswer answer;
  answer.refused = true;
  answer.message = message;
  return answer;
}

ProbeAnswer row(std::vector<std::optional<std::string>> cells) {
  ProbeAnswer answer;
  answer.rows.push_back(std::move(cells));
  return answer;
}

Plan planned(const Table& declared, ObservedTable now, const PlanOptions& options = allow_all()) {
  return plan({declared}, {std::move(now)}, options, engine());
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Preflight, AnEqualTableAsksNothing) {
  const Table declared = orders({column("id", "BIGINT")});
  Plan made = planned(declared, marked(observed(declared), declared));
  FakeServer server;
  ASSERT_TRUE(preflight(made, registry({declared}), server, true));
  EXPECT_THAT(server.asked, IsEmpty());
}

TEST(Preflight, AConditionIsAskedOverTheColumnsAsTheyWillBe) {
  Table before = orders({column("total", "INT"), column("note", "STRING")});
  Table after = orders({column("total", "BIGINT"), renamed(column("remark", "STRING"), "note"), column("x", "DATE")});
  after.checks = {{"good", "total > 0 AND remark <> '' AND x > current_date()"}};
  ObservedTable now = marked(mapped(observed(before)), before);
  now.may_have_rows = false;
  Plan made = planned(after, now);
  FakeServer server;
  ASSERT_TRUE(preflight(made, registry({after}), server, true));
  EXPECT_THAT(server.asked,
              ElementsAre("SELECT 1 FROM (SELECT CAST(NULL AS BIGINT) AS `total`, CAST(NULL AS STRING) AS `remark`, "
                          "CAST(NULL AS DATE) AS `x`) WHERE (total > 0 AND remark <> '' AND x > current_date()\n) AND "
                          "FALSE"));
}

TEST(Preflight, WhatTheServerRefusesIsAFindingOfThatCheckAlone) {
  Table declared = orders({column("id", "BIGINT")});
  declared.checks = {{"bad", "nofunc(id)"}, {"good", "id > 0"}};
  Plan made = planned(declared, absent(kOrders));
  FakeServer server;
  server.answers = [](const std::string& statement) {
    return has(statement, "nofunc") ? refusal("cannot resolve routine nofunc\n+- Project") : ProbeAnswer{};
  };
  ASSERT_TRUE(preflight(made, registry({declared}), server, true));
  EXPECT_THAT(server.asked, SizeIs(3)) << "both together, then each";
  const TablePlan& table = made.tables.at(0);
  EXPECT_THAT(codes(table), ElementsAre(641));
  EXPECT_EQ(table.findings[0].text, "the CHECK bad is refused by the server: cannot resolve routine nofunc");
  EXPECT_THAT(table.units, IsEmpty());
}

TEST(Preflight, DefaultsAndGenerationExpressionsAreExplained) {
  Table declared =
      orders({defaulted(column("n", "INT"), "upper('abc')"), column("at", "TIMESTAMP"), column("day", "INT")});
  declared.columns[2].generated = LocatedText("CAST(at AS DATE)");
  Plan made = planned(declared, absent(kOrders));
  FakeServer server;
  server.answers = [](const std::string& statement) {
    return has(statement, "GENERATED") || has(statement, "DEFAULT")
               ? row({"Error occurred during query planning: \n[X] no such value. SQLSTATE: 42623; a plan"})
               : ProbeAnswer{};
  };
  ASSERT_TRUE(preflight(made, registry({declared}), server, true));
  EXPECT_THAT(
      server.asked,
      ElementsAre(
          "EXPLAIN CREATE TABLE deltac_probe (`n` INT DEFAULT upper('abc'), `at` TIMESTAMP, `day` INT GENERATED "
          "ALWAYS AS (CAST(at AS DATE))) USING DELTA",
          "EXPLAIN CREATE TABLE deltac_probe (`n` INT DEFAULT upper('abc'), `at` TIMESTAMP, `day` INT) USING "
          "DELTA",
          "EXPLAIN CREATE TABLE deltac_probe (`n` INT, `at` TIMESTAMP, `day` INT GENERATED ALWAYS AS "
          "(CAST(at AS DATE))) USING DELTA"));
  EXPECT_THAT(codes(made.tables.at(0)), ElementsAre(641, 641));
  EXPECT_EQ(made.tables.at(0).findings[0].text,
            "the default of n is refused by the server: [X] no such value. SQLSTATE: 42623");
}

TEST(Preflight, ADefaultThatIsSetIsAskedAboutWithTheColumnsType) {
  const Table before = orders({column("n", "INT")});
  const Table after = orders({defaulted(column("n", "BIGINT"), "7")});
  Plan made = planned(after, marked(observed(before), before));
  FakeServer server;
  ASSERT_TRUE(preflight(made, registry({after}), server, true));
  EXPECT_THAT(server.asked, ElementsAre("EXPLAIN CREATE TABLE deltac_probe (`n` BIGINT DEFAULT 7) USING DELTA"));
}

struct Violations : ::testing::Test {
  Violations() {
    before = orders({required("id", "BIGINT"), column("amount", "INT"), column("other", "INT")});
    after = orders({required("id", "BIGINT"), renamed(column("total", "BIGINT"), "amount"), column("other", "INT")});
    after.primary_key = Key{{}, {"id"}, {}};
    after.checks = {{"positive", "total >= 0"}};
  }

  Plan asked(const std::string& broken, bool look = true, const PlanOptions& options = allow_all()) {
    Plan made = planned(after, marked(mapped(observed(before)), before), options);
    server.answers = [broken](const std::string& statement) {
      return has(statement, "count_if") ? row({"3", broken, R"({"id":2,"total":-1})"}) : ProbeAnswer{};
    };
    EXPECT_TRUE(preflight(made, registry({after}), server, look));
    return made;
  }

  Table before;
  Table after;
  FakeServer server;
};

TEST_F(Violations, AreCountedOverTheColumnsAsTheyAreNow) {
  asked("0");
  EXPECT_THAT(server.asked,
              Contains("SELECT count(*), count_if((total >= 0\n) IS NOT TRUE), first(to_json(struct(`id`, "
                       "`total`), map('ignoreNullFields', 'false'))) FILTER (WHERE (total >= 0\n) IS NOT "
                       "TRUE) FROM (SELECT `id` AS `id`, CAST(`amount` AS BIGINT) AS `total` FROM "
                       "`dev`.`silver`.`orders`)"));
}

TEST_F(Violations, AreAFindingWithACountAndAnExample) {
  const Plan made = asked("2");
  const TablePlan& table = made.tables.at(0);
  EXPECT_THAT(codes(table), ElementsAre(741));
  EXPECT_EQ(table.findings[0].text, R"(2 of 3 rows break the CHECK positive, among them {"id":2,"total":-1})");
  EXPECT_THAT(table.units, IsEmpty());
}

TEST_F(Violations, OfNoRowLetThePlanStandAndSayWhatItCost) {
  const Plan made = asked("0");
  EXPECT_THAT(codes(made.tables.at(0)), IsEmpty());
  EXPECT_THAT(step(made.tables.at(0), "add_check").impact.text, HasSubstr("the 3 rows there now keep it"));
  EXPECT_THAT(made.notes,
              Contains("before anything runs, 1 condition was tried on the rows that are there: 1 query over 3 "
                       "rows in all; --no-row-checks leaves that out"));
}

TEST_F(Violations, AreNotLookedForWithTheFlag) {
  const Plan made = asked("2", false);
  EXPECT_THAT(codes(made.tables.at(0)), IsEmpty());
  for (const std::string& statement : server.asked) EXPECT_FALSE(has(statement, "count_if")) << statement;
  EXPECT_THAT(made.notes, Contains(HasSubstr("rows were not looked at (--no-row-checks): 1 condition")));
}

TEST_F(Violations, AreNotLookedForWhereTheCheckMayNotRun) {
  asked("2", true, {});
  for (const std::string& statement : server.asked) EXPECT_FALSE(has(statement, "count_if")) << statement;
}

TEST_F(Violations, ThatCannotBeAskedForAreANote) {
  Plan made = planned(after, marked(mapped(observed(before)), before));
  server.answers = [](const std::string& statement) {
    return has(statement, "count_if") ? refusal("no permission") : ProbeAnswer{};
  };
  ASSERT_TRUE(preflight(made, registry({after}), server, true));
  EXPECT_THAT(codes(made.tables.at(0)), IsEmpty());
  EXPECT_THAT(made.notes, Contains("the rows of dev.silver.orders could not be looked at for the CHECK positive: no "
                                   "permission"));
}

/// The plan that makes the column `unit price` NOT NULL, where that can be done, once the rows were looked at.
struct NullsInTheWay : Violations {
  NullsInTheWay() {
    before = orders({required("id", "BIGINT"), column("unit price", "INT"), column("other", "INT")});
    before.properties = {{"delta.columnMapping.mode", "name"}};
    after = before;
    after.columns[1].nullable = false;
    after.primary_key = Key{{}, {"id"}, {}};
  }

  Plan asked(const std::string& broken) {
    Capabilities can = engine();
    can.sets_not_null = true;
    Plan made = plan({after}, {marked(with_features(observed(before), {"columnMapping"}), before)}, allow_all(), can);
    EXPECT_THAT(steps(made.tables.at(0)), ElementsAre("set_not_null unit price"));
    server.answers = [broken](const std::string& statement) {
      return has(statement, "count_if") ? row({"3", broken, R"({"id":2,"unit price":null})"}) : ProbeAnswer{};
    };
    EXPECT_TRUE(preflight(made, registry({after}), server, true));
    return made;
  }
};

TEST_F(NullsInTheWay, AreAFindingWithACountAndAnExample) {
  const TablePlan table = asked("2").tables.at(0);
  EXPECT_THAT(server.asked, ElementsAre("SELECT count(*), count_if((`unit price` IS NOT NULL\n) IS NOT TRUE), "
                                        "first(to_json(struct(`id`, `unit price`), map('ignoreNullFields', 'false'))) "
                                        "FILTER (WHERE (`unit price` IS NOT NULL\n) IS NOT TRUE) FROM (SELECT `id` AS "
                                        "`id`, `unit price` AS `unit price` FROM `dev`.`silver`.`orders`)"));
  ASSERT_THAT(codes(table), ElementsAre(741));
  EXPECT_EQ(table.findings[0].text,
            R"(2 of 3 rows break NOT NULL of unit price, among them {"id":2,"unit price":null})");
  EXPECT_EQ(table.findings[0].fix, "fill these rows, or make the member a std::optional");
  EXPECT_THAT(table.units, IsEmpty());
}

TEST_F(NullsInTheWay, OfNoRowLetThePlanStand) {
  const Plan made = asked("0");
  EXPECT_THAT(codes(made.tables.at(0)), IsEmpty());
  EXPECT_THAT(step(made.tables.at(0), "set_not_null").impact.text, HasSubstr("the 3 rows there now keep it"));
}

TEST_F(Violations, OfACheckThatComesBackAskForNoOtherDeclaration) {
  Plan made = planned(after, marked(mapped(observed(before)), before));
  made.rolls_back = "a run";
  server.answers = [](const std::string& statement) {
    return has(statement, "count_if") ? row({"3", "1", std::nullopt}) : ProbeAnswer{};
  };
  ASSERT_TRUE(preflight(made, registry({after}), server, true));
  ASSERT_THAT(codes(made.tables.at(0)), ElementsAre(741));
  EXPECT_THAT(made.tables.at(0).findings.at(0).fix, HasSubstr("mend these rows first: "));
}

TEST(Backfill, FillsBeforeTheDefaultHoldsAndAgainWhatWasWrittenMeanwhile) {
  const Table before = orders({column("id", "INT")});
  const Table after = orders({column("id", "INT"), defaulted(column("state", "STRING"), "'new'")});
  PlanOptions options = allow_all();
  const TablePlan plain = plan_one(after, marked(observed(before), before), options, engine());
  EXPECT_THAT(steps(plain), ElementsAre("enable_feature allowColumnDefaults", "add_column state", "set_default state"));
  options.allow.push_back({"backfill", "*"});
  const TablePlan made = plan_one(after, marked(observed(before), before), options, engine());
  EXPECT_THAT(steps(made), ElementsAre("enable_feature allowColumnDefaults", "add_column state", "backfill state",
                                       "set_default state", "backfill state"));
  std::vector<std::string> statements;
  for (const Unit& unit : made.units)
    statements.insert(statements.end(), unit.statements.begin(), unit.statements.end());
  const std::string fill = "UPDATE `dev`.`silver`.`orders` SET `state` = 'new' WHERE `state` IS NULL";
  EXPECT_EQ(std::count(statements.begin(), statements.end(), fill), 2);
  EXPECT_EQ(statements.back(), fill);
  EXPECT_TRUE(step(made, "backfill").impact.writes_rows);
}

TEST(Backfill, WaitsForThePermissionThatItsDefaultWaitsFor) {
  const Table before = orders({column("id", "INT")});
  const Table after = orders({column("id", "INT"), defaulted(column("state", "STRING"), "'new'")});
  PlanOptions options;
  options.allow = {{"backfill", "*"}};
  const TablePlan made = plan_one(after, marked(observed(before), before), options, engine());
  for (const Unit& unit : made.units) {
    for (const std::string& statement : unit.statements) EXPECT_THAT(statement, Not(HasSubstr("UPDATE")));
  }
}

TEST(Backfill, IsPlannedAgainAfterARunThatWasKilledBeforeTheDefault) {
  const Table before = orders({column("id", "INT")});
  const Table after = orders({column("id", "INT"), defaulted(column("state", "STRING"), "'new'")});
  PlanOptions options = allow_all();
  options.allow.push_back({"backfill", "*"});
  const Table killed = orders({column("id", "INT"), column("state", "STRING")});
  const TablePlan made =
      plan_one(after, marked(with_features(observed(killed), {"allowColumnDefaults"}), before), options, engine());
  EXPECT_THAT(steps(made), ElementsAre("backfill state", "set_default state", "backfill state"));
}

TEST(Backfill, IsRefusedWithoutAnEngineAndOnAppendOnlyTables) {
  const Table before = orders({column("id", "INT")});
  Table after = orders({column("id", "INT"), defaulted(column("state", "STRING"), "'new'")});
  PlanOptions options = allow_all();
  options.allow.push_back({"backfill", "*"});
  EXPECT_THAT(codes(plan_one(after, marked(observed(before), before), options, lake())), ElementsAre(714));
  after.properties = {{"delta.appendOnly", "true"}};
  ObservedTable now = marked(observed(before), before);
  now.table.properties = after.properties;
  EXPECT_THAT(codes(plan_one(after, now, options, engine())), ElementsAre(746));
}

ObservedTable now_without_rows(const Table& before) {
  ObservedTable now = marked(observed(before), before);
  now.may_have_rows = false;
  return now;
}

std::vector<std::string_view> effect_names(const Impact& impact) {
  std::vector<std::string_view> names;
  for (const auto& [effect, word] : kImpactEffects) {
    if (impact.*effect) names.push_back(word);
  }
  return names;
}

TEST(Impact, OnlyDeltasPropertiesHaveDefaults) {
  EXPECT_EQ(impact_of(action::UnsetProperty{"delta.appendOnly", "true"}).text, "the default holds again");
  EXPECT_EQ(impact_of(action::UnsetProperty{"k.secret_url", "x"}).text, "");
}

TEST(Impact, TellsWhatAStepDoesToOthers) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  Table after = orders({column("id", "BIGINT"), column("x", "INT")});
  after.checks = {{"positive", "id > 0"}};
  const TablePlan made = plan_one(after, marked(observed(before), before), allow_all(), engine());
  const auto effects = [&](const char* action) { return effect_names(step(made, action).impact); };
  EXPECT_THAT(effects("add_column"), ElementsAre("kills_writers", "stops_streams"));
  EXPECT_THAT(effects("alter_type"), ElementsAre("kills_writers", "stops_streams"));
  EXPECT_THAT(effects("drop_column"), ElementsAre("kills_writers", "breaks_streams", "breaks_names"));
  EXPECT_THAT(effects("add_check"), ElementsAre("kills_writers", "scans_rows"));
  EXPECT_THAT(effect_names(step(made, "enable_feature").impact), Contains("locks_out_writers"));
  EXPECT_GT(made.estimated_seconds(), step(made, "add_check").impact.seconds);
  EXPECT_EQ(plan_one(after, now_without_rows(before), allow_all(), lake()).estimated_seconds(), 0);
}

}  // namespace
}  // namespace delta
