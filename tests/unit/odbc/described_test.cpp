// A Spark of which the files may not be read: tables by DESCRIBE, through the driver manager and a driver that plays
// what a Spark 4.2 answered (the DDL matrix, section 3), column widths and NULLs as they came.
#include "delta/engine.hpp"
#include "scripted.hpp"
#include "support/tables.hpp"

namespace delta::odbc::test {
namespace {

using namespace delta::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Json answer(const std::string& match, Json rows, std::size_t width) {
  Json step{{"match", match}, {"rows", std::move(rows)}};
  for (std::size_t i = 0; i < width; ++i)
    step["columns"].push_back({{"name", "c" + std::to_string(i)}, {"size", 4000}});
  return step;
}

Json refusing(const std::string& match, const std::string& state, const std::string& message) {
  Json step = error_step(state, message);
  step["match"] = match;
  return step;
}

Table orders() {
  Table made = table("shop.orders", {commented(required("id", "BIGINT"), "the id"), column("day", "DATE"),
                                     column("note", "VARCHAR(8)"), defaulted(column("kind", "STRING"), "'x'")});
  made.comment = "orders of all";
  made.partition_by = {"day"};
  made.checks = {{"positive", "id > 0"}};
  return made;
}

struct Described : Scripted {
  explicit Described(const std::string& version = "4.2.0") {
    add(answer("SELECT version[\\s\\S]*", {{version, "spark_catalog", "", "deploy"}}, 4));
    add(answer("EXPLAIN CREATE[\\s\\S]*", {{"== Physical Plan =="}}, 1));
    add(answer("SHOW TABLE EXTENDED.*LIKE 'orders'",
               {{"shop", "orders", "false",
                 "Table: orders\nType: MANAGED\nProvider: delta\nLocation: file:/w/shop.db/orders\n"}},
               4));
  }

  void add(Json step) { script["statements"].push_back(std::move(step)); }

  void no_files() {
    add(refusing(
        "SELECT directory, max[\\s\\S]*", "42501",
        "[Fake] [INSUFFICIENT_PERMISSIONS] Insufficient privileges: deploy does not have SELECT on ANY FILE. SQLSTATE: "
        "42501"));
  }

  /// What DESCRIBE shows: neither NOT NULL nor the length of a VARCHAR.
  void describe(const std::string& kind = "'x'") {
    add({{"match", "SET spark.sql.debug.maxToStringFields=100000"}});
    add(answer("DESCRIBE TABLE EXTENDED `shop`.`orders`",
               {{"id", "bigint", "the id"},
                {"note", "string", nullptr},
                {"kind", "string", nullptr},
                {"day", "date", nullptr},
                {"# Partition Information", "", ""},
                {"# col_name", "data_type", "comment"},
                {"day", "date", nullptr},
                {"", "", ""},
                {"# Detailed Table Information", "", ""},
                {"Name", "spark_catalog.shop.orders", ""},
                {"Type", "MANAGED", ""},
                {"Comment", "orders of all", ""},
                {"Provider", "delta", ""},
                {"", "", ""},
                {"# Column Default Values", "", ""},
                {"kind", "string", kind}},
               3));
    add(answer("DESCRIBE DETAIL `shop`.`orders`",
               {{"delta", "6a5f", "spark_catalog.shop.orders", "orders of all", "file:/w/shop.db/orders",
                 "2026-11-29 10:00:00", "2026-11-29 10:00:01", R"(["day"])", "[]", "2", "1700",
                 R"({"delta.constraints.positive":"id > 0"})", "1", "7",
                 R"(["allowColumnDefaults","appendOnly","checkConstraints","invariants"])", "{}", "false"}},
               17));
  }

  Expected<Plan> plan(const Table& declared) {
    add(answer("SHOW TABLE EXTENDED IN `shop`.*", Json::array(), 4));
    auto target = open_target("odbc:" + play(script, "Host=wh"), {.dialect = dialect});
    EXPECT_TRUE(target) << target.error().message;
    return read_and_plan(registry({declared}), *target->reader, {});
  }

  Json script;
  std::string dialect = "spark";
};

struct DescribedByAnOldServer : Described {
  DescribedByAnOldServer() : Described("3.5.1 fd86f85e181fc2dc0f50a096855acf83a6cc5d9c") {}
};

TEST_F(DescribedByAnOldServer, SaysThatItWasNotTriedWithIt) {
  no_files();
  describe();
  const auto plan = this->plan(orders());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_THAT(plan->notes, Contains(HasSubstr("the server is Spark 3.5.1, older than any that deltac was tried with")));
}

/// An option that names a version more exactly than the row does that holds for it.
TEST_F(Described, TakesTheDialectThatIsGiven) {
  no_files();
  describe();
  dialect = "spark 4.0.5";
  const auto plan = this->plan(orders());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->dialect, "spark 4.0");
  EXPECT_THAT(plan->notes, Not(Contains(HasSubstr("the server is Spark"))));
}

TEST_F(Described, ATableAsDeclaredIsInSyncAndSaysWhatWasNotCompared) {
  no_files();
  describe();
  const auto plan = this->plan(orders());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_TRUE(plan->in_sync());
  EXPECT_THAT(plan->tables.at(0).units, IsEmpty());
  ASSERT_EQ(plan->notes.size(), 1U);
  EXPECT_THAT(plan->notes[0], HasSubstr("shop.orders was read by DESCRIBE instead of from the log"));
  EXPECT_THAT(plan->notes[0], HasSubstr("SELECT on ANY FILE"));
  EXPECT_THAT(plan->notes[0], HasSubstr("NOT NULL, lengths of VARCHAR and CHAR"));
}

TEST_F(Described, WhatDescribeShowsIsPlanned) {
  no_files();
  describe("'y'");
  const auto plan = this->plan(orders());
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(plan->tables.at(0).units.size(), 1U);
  EXPECT_THAT(plan->tables[0].units[0].statements,
              ElementsAre("ALTER TABLE `shop`.`orders` ALTER COLUMN `kind` SET DEFAULT 'x'"));
}

TEST_F(Described, ATableThatMayNotBeDescribedCannotBeRead) {
  no_files();
  add({{"match", "SET spark.sql.debug.maxToStringFields=100000"}});
  add(refusing(
      "DESCRIBE TABLE EXTENDED `shop`.`orders`", "42501",
      "[Fake] [INSUFFICIENT_PERMISSIONS] Insufficient privileges: deploy does not have SELECT on Table 'shop.orders'. "
      "SQLSTATE: 42501"));
  const auto plan = this->plan(orders());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->tables.at(0).state, Presence::failed);
  EXPECT_THAT(plan->tables[0].problem, HasSubstr("does not have SELECT on Table 'shop.orders'"));
}

}  // namespace
}  // namespace delta::odbc::test
