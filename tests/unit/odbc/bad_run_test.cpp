// What a user sees when something goes wrong during a run on a Spark: which tables are done, which are not, and what to
// do. Two tables, a and b; whatever happens to a, b is done. Through the driver manager, played by the fake driver.
#include "delta/engine.hpp"
#include "report/apply_text.hpp"
#include "scripted.hpp"
#include "support/tables.hpp"

namespace delta::odbc::test {
namespace {

using delta::testing::column;
using delta::testing::registry;
using delta::testing::table;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Json answer(const std::string& match, const std::vector<std::vector<std::string>>& rows, std::size_t width = 0) {
  Json step{{"match", match}};
  if (width == 0) width = rows.empty() ? 1 : rows.front().size();
  for (std::size_t i = 0; i < width; ++i)
    step["columns"].push_back({{"name", "c" + std::to_string(i)}, {"size", 4000}});
  step["rows"] = rows;
  return step;
}

Json failing(const std::string& match, const std::string& state, const std::string& message) {
  Json step = error_step(state, message);
  step["match"] = match;
  return step;
}

/// A row of SHOW TABLE EXTENDED.
std::vector<std::string> entry(const std::string& name, const std::string& kind = "Type: MANAGED\nProvider: delta") {
  return {"shop", name, "false", "Table: " + name + "\n" + kind + "\nLocation: file:/w/shop.db/" + name + "\n"};
}

/// The log of a table with these INT columns, as the server gives it.
std::vector<std::vector<std::string>> log_rows(const std::string& name, const std::vector<std::string>& columns) {
  std::string fields;
  for (const std::string& column : columns) {
    fields += (fields.empty() ? "" : ",") + (R"({\"name\":\")" + column) +
              R"(\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}})";
  }
  const std::string file = std::string(20, '0') + ".json";
  const std::string directory = "file:/w/shop.db/" + name;
  return {{directory, "metaData",
           R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",)"
           R"(\"fields\":[)" +
               fields + R"(]}","partitionColumns":[],"configuration":{}}})",
           file, file},
          {directory, "protocol", R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})", file, file}};
}

class BadRun : public Scripted {
 protected:
  BadRun() {
    add(answer("SELECT version[\\s\\S]*", {{"4.2.0", "spark_catalog", "", "deploy"}}));
    add(answer("EXPLAIN CREATE[\\s\\S]*", {{"== Physical Plan =="}}));
  }

  void add(Json step) { script_["statements"].push_back(std::move(step)); }

  /// Statements that read one table: whether the catalogue has it, and its log.
  void reads(const std::string& name, const std::vector<std::string>& columns) {
    add(answer("SHOW TABLE EXTENDED.*LIKE '" + name + "'", {entry(name)}));
    add(answer("SELECT directory, max[\\s\\S]*", {}, 2));
    add(answer("SELECT directory, kind[\\s\\S]*", log_rows(name, columns)));
  }
  void absent(const std::string& name) { add(answer("SHOW TABLE EXTENDED.*LIKE '" + name + "'", {}, 4)); }

  /// Table b is made, and read back.
  void b_is_made() {
    add({{"match", "CREATE TABLE `shop`.`b`[\\s\\S]*"}});
    reads("b", {"id"});
  }

  /// Plans both tables of which the server has none, applies, and says what a person reads.
  std::string made(const std::string& more = "deltac.retry_budget=0") {
    return applied({table("shop.a", {column("id", "INT")}), table("shop.b", {column("id", "INT")})}, more);
  }

  std::string applied(const std::vector<Table>& tables, const std::string& more = "deltac.retry_budget=0") {
    auto target = open_target("odbc:" + play(script_, "Host=wh;" + more), {.dialect = "spark"});
    EXPECT_TRUE(target) << target.error().message;
    if (!target) return "";
    const Registry declared = registry(tables);
    auto plan = read_and_plan(declared, *target->reader, {});
    if (!plan) return plan.error().message + "\n" + plan.error().fix;
    ApplyObserver observer;
    observer.plan_again = [&](const TableName& name, CatalogReader&) -> Expected<TablePlan> {
      auto again = read_and_plan(declared, *target->reader, {.allow = {}, .tables = name.text()});
      if (!again) return std::move(again).error();
      return again->tables.at(0);
    };
    RunConditions conditions;
    conditions.retry = target->retry;
    SyncReport report = apply(*std::move(plan), *target->reader, *target->executor, observer, conditions);
    exit_code_ = report.exit_code();
    std::string text;
    report::Invocation invocation;
    invocation.program = "shop-migrate";
    invocation.target = "odbc:DSN=p";
    for (TableReport& each : report.tables) {
      each.elapsed = std::chrono::milliseconds(0);
      text += report::table_line(each, 6, invocation);
      for (const Finding& finding : each.findings) {
        if (finding.text == each.reason) continue;  // said already
        text += "        " + finding.text + " [" + code_text(finding.code) + "]\n        " + finding.fix + "\n";
      }
    }
    return text + report::run_summary(report, invocation);
  }

  int exit_code_ = -1;

 private:
  Json script_;
};

constexpr const char* kNone = "SHOW TABLE EXTENDED IN `shop` LIKE '[*]'";

/// The end of every run of which b was done and a was not.
const std::string kBDone =
    "  done  shop.b   1 step, read back equal                               0.0 s\n"
    "  1 of 2 tables in sync, 1 failed.\n"
    "  When the cause is gone, run it again: shop-migrate apply --target odbc:DSN=p\n";
const std::string kAFailed = "  fail  shop.a   failed, nothing was changed                           0.0 s\n";

TEST_F(BadRun, PermissionDenied) {
  add(answer(kNone, {}, 4));
  add(failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "42501",
              "[Fake] [INSUFFICIENT_PERMISSIONS] Insufficient privileges: User deploy does not have CREATE TABLE on "
              "Schema 'shop'. SQLSTATE: 42501"));
  b_is_made();
  EXPECT_EQ(made(),
            kAFailed +
                "        Host=wh does not permit this: [INSUFFICIENT_PERMISSIONS] Insufficient privileges: User "
                "deploy does not have CREATE TABLE on Schema 'shop'. SQLSTATE: 42501 [DLT803]\n"
                "        at create table, SQLSTATE 42501\n"
                "        have the missing privilege granted to the user that the target names\n" +
                kBDone);
  EXPECT_EQ(exit_code_, 4);
}

TEST_F(BadRun, AStatementThatTakesTooLong) {
  add(answer(kNone, {}, 4));
  add({{"match", "CREATE TABLE `shop`.`a`[\\s\\S]*"}, {"seconds", 3600}});
  absent("a");
  b_is_made();
  EXPECT_EQ(made("deltac.retry_budget=0;deltac.statement_timeout=60"),
            kAFailed +
                "        the statement did not end within 60 seconds: Timeout expired; read back, nothing of it ran "
                "[DLT803]\n"
                "        at create table, SQLSTATE HYT00\n"
                "        give it longer with deltac.statement_timeout=SECONDS in the target\n" +
                kBDone);
}

TEST_F(BadRun, AConnectionLostAfterTheStatementRan) {
  add(answer(kNone, {}, 4));
  Json lost = failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "08S01", "[Fake] Communication link failure");
  lost["lost"] = true;
  add(lost);
  reads("a", {"id"});
  reads("a", {"id"});
  b_is_made();
  EXPECT_EQ(made(),
            "  done  shop.a   1 step, read back equal                               0.0 s\n"
            "  done  shop.b   1 step, read back equal                               0.0 s\n"
            "  note: shop.a: the connection to Host=wh broke: Communication link failure; read back, it had run\n"
            "  2 tables in sync.\n");
  EXPECT_EQ(exit_code_, 0);
  const auto lines = log();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "connect"), 2);
}

TEST_F(BadRun, AConnectionLostAndAServerThatStaysAway) {
  add(answer(kNone, {}, 4));
  Json lost = failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "08S01", "[Fake] Communication link failure");
  lost["lost"] = true;
  add(lost);
  add(failing("SHOW TABLE EXTENDED[\\s\\S]*", "08001", "[Fake] Connection refused"));
  b_is_made();
  EXPECT_EQ(made(),
            "  fail  shop.a   failed, and what ran of it is not known               0.0 s\n"
            "        the connection to Host=wh broke: Communication link failure; whether it ran is not known, "
            "for the table cannot be read: the connection to Host=wh broke: Connection refused [DLT803]\n"
            "        at create table, SQLSTATE 08S01\n"
            "        plan again once it can be read\n" +
                kBDone);
}

TEST_F(BadRun, AWarehouseThatStops) {
  add(answer(kNone, {}, 4));
  add(failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "HY000", "[Fake] HTTP Response code: 503, Retry-After: 1"));
  absent("a");
  // A budget lets it wait for what the server asks, and run once more.
  add({{"match", "CREATE TABLE `shop`.`a`[\\s\\S]*"}});
  reads("a", {"id"});
  b_is_made();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(made("deltac.retry_budget=20"),
            "  done  shop.a   1 step, read back equal                               0.0 s\n"
            "  done  shop.b   1 step, read back equal                               0.0 s\n"
            "  note: shop.a: Host=wh is overloaded or stopping: HTTP Response code: 503, Retry-After: 1; read back, "
            "nothing had run, and the step ran again\n"
            "  2 tables in sync.\n");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST_F(BadRun, AServerThatTakesNoMore) {
  add(answer(kNone, {}, 4));
  add(failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "HY000", "[Fake] HTTP error 429 Too Many Requests"));
  absent("a");
  b_is_made();
  EXPECT_EQ(
      made(),
      kAFailed +
          "        Host=wh takes no more requests for now: HTTP error 429 Too Many Requests; read back, nothing of it "
          "ran [DLT803]\n"
          "        at create table, SQLSTATE HY000\n"
          "        run the command again later, or with fewer clients at a time\n" +
          kBDone);
}

TEST_F(BadRun, ATableThatExistsUnseen) {
  add(answer(kNone, {}, 4));
  add(failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "42P07", "[Fake] [TABLE_OR_VIEW_ALREADY_EXISTS] `shop`.`a` exists"));
  absent("a");
  b_is_made();
  EXPECT_EQ(made(),
            kAFailed +
                "        shop.a exists, and is not visible to deploy: [TABLE_OR_VIEW_ALREADY_EXISTS] `shop`.`a` "
                "exists [DLT753]\n"
                "        at create table, SQLSTATE 42P07\n"
                "        have it shown to deploy, as by GRANT SELECT ON TABLE `shop`.`a` TO `deploy`; or declare "
                "the table under another name\n" +
                kBDone);
  for (const std::string& line : log()) {
    EXPECT_EQ(line.find("IF NOT EXISTS"), std::string::npos) << line;
    EXPECT_EQ(line.find("OR REPLACE"), std::string::npos) << line;
  }
}

TEST_F(BadRun, AViewMadeMeanwhile) {
  add(answer(kNone, {}, 4));
  add(failing("CREATE TABLE `shop`.`a`[\\s\\S]*", "42P07", "[Fake] [TABLE_OR_VIEW_ALREADY_EXISTS] `shop`.`a` exists"));
  add(answer("SHOW TABLE EXTENDED.*LIKE 'a'", {entry("a", "Type: VIEW")}));
  add(answer("SHOW TABLE EXTENDED.*LIKE 'a'", {entry("a", "Type: VIEW")}));
  add(answer("SHOW TABLE EXTENDED.*LIKE '[*]'", {entry("a", "Type: VIEW")}));
  b_is_made();
  const std::string text = made();
  EXPECT_THAT(text, HasSubstr("another client changed the table meanwhile; planned again, it is refused: shop.a is a "
                              "view on the target, and a table in the code [DLT801]\n        at create table, SQLSTATE "
                              "42P07\n        plan again once that is settled\n"));
  EXPECT_THAT(text, HasSubstr("1 of 2 tables in sync, 1 changed meanwhile.\n"
                              "  Somebody else changed a table. Plan again: shop-migrate plan --target odbc:DSN=p\n"));
  EXPECT_EQ(exit_code_, 5);
}

TEST_F(BadRun, AViewAndAParquetTableUnderTheNames) {
  add(answer(kNone, {entry("a", "Type: VIEW"), entry("b", "Type: MANAGED\nProvider: parquet")}));
  EXPECT_EQ(made(),
            "  stop  shop.a   refused, nothing was run                              0.0 s\n"
            "        shop.a is a view on the target, and a table in the code [DLT751]\n"
            "        drop or rename the view, or declare the table under another name\n"
            "  fail  shop.b   failed, nothing was changed                           0.0 s\n"
            "        shop.b is a table of format 'parquet', and deltac changes Delta tables only [DLT751]\n"
            "        convert it with CONVERT TO DELTA, or declare the table under another name\n"
            "  0 of 2 tables in sync, 1 failed, 1 refused.\n"
            "  When the cause is gone, run it again: shop-migrate apply --target odbc:DSN=p\n");
}

/// Both tables exist, and a gets a column.
class BadChange : public BadRun {
 protected:
  BadChange() {
    add(answer(kNone, {entry("a"), entry("b")}));
    add(answer("SELECT directory, max[\\s\\S]*", {}, 2));
    auto rows = log_rows("a", {"id"});
    for (auto& row : log_rows("b", {"id"})) rows.push_back(row);
    add(answer("SELECT directory, kind[\\s\\S]*", rows));
    add(failing("ALTER TABLE `shop`.`a` [\\s\\S]*", "HY000",
                "[Simba][Hardy] (35) Error from server: error code: '0' error message: '[DELTA_METADATA_CHANGED] "
                "MetadataChangedException: The metadata of the Delta table has been changed by a concurrent update. "
                "SQLSTATE: 2D521'"));
  }

  std::string changed(const std::string& more = "deltac.retry_budget=0") {
    return applied({table("shop.a", {column("id", "INT"), column("n", "INT")}), table("shop.b", {column("id", "INT")})},
                   more);
  }
};

TEST_F(BadChange, ATableThatOnlyGotRowsIsTriedAgain) {
  reads("a", {"id"});
  add({{"match", "ALTER TABLE `shop`.`a` [\\s\\S]*"}});
  reads("a", {"id", "n"});
  const std::string text = changed("deltac.retry_budget=20");
  EXPECT_THAT(text,
              HasSubstr("  note: shop.a: another client changed the table meanwhile; read again, it was as planned, "
                        "and the step ran again\n  2 tables in sync.\n"));
  EXPECT_EQ(exit_code_, 0);
}

TEST_F(BadChange, WhatAnotherClientDidIsDone) {
  for (int i = 0; i < 2; ++i) reads("a", {"id", "n"});
  EXPECT_THAT(changed(), HasSubstr("  note: shop.a: another client had done the same meanwhile\n"));
  EXPECT_EQ(exit_code_, 0);
}

TEST_F(BadChange, ATableThatIsAnotherOneNowIsToldOf) {
  absent("a");
  absent("a");
  add(answer("SHOW TABLE EXTENDED.*LIKE '[*]'", {entry("b")}));
  const std::string text = changed();
  EXPECT_THAT(
      text,
      HasSubstr(
          "        another client changed the table meanwhile; planned again, it would take steps that "
          "nobody agreed to [DLT801]\n        at add column n, SQLSTATE 2D521\n        plan again to see them\n"));
  EXPECT_THAT(text, HasSubstr("1 of 2 tables in sync, 1 changed meanwhile.\n"));
  EXPECT_EQ(exit_code_, 5);
}

}  // namespace
}  // namespace delta::odbc::test
