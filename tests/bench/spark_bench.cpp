// What a plan without changes costs the client on a Spark: CPU time of reading 1,000 tables of 20 columns and planning
// them, against a loop that fetches the same rows and drops them. Through unixODBC and the fake driver, which has the
// rows in memory. Prints a line; fails above 0.1 s more (optimised builds only).
#include <ctime>

#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/odbc/odbc_session.hpp"
#include "delta/engine.hpp"
#include "support/tables.hpp"

namespace {

using namespace delta;
using Json = nlohmann::json;

constexpr int kTables = 1000;
constexpr int kColumns = 20;
constexpr int kRuns = 5;
constexpr double kPromise = 0.1;
#ifdef NDEBUG
constexpr bool kOptimised = true;
#else
constexpr bool kOptimised = false;
#endif

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Kind {
  const char* sql;
  const char* log;
};
constexpr Kind kKinds[] = {
    {"BIGINT", "long"}, {"STRING", "string"}, {"DECIMAL(18,2)", "decimal(18,2)"}, {"TIMESTAMP", "timestamp"}};

std::string table_name(int number) { return "table_" + std::to_string(number); }
std::string comment_of(int number) { return "What column " + std::to_string(number) + " holds, in a sentence."; }

Registry declared() {
  std::vector<Table> tables;
  for (int t = 0; t < kTables; ++t) {
    Table& made = tables.emplace_back(testing::table("bench." + table_name(t), {}));
    for (int c = 0; c < kColumns; ++c) {
      made.columns.push_back(
          testing::commented(testing::column("column_number_" + std::to_string(c), kKinds[c % 4].sql), comment_of(c)));
    }
  }
  return testing::registry(std::move(tables));
}

/// What the server answers to the three statements of a plan.
struct Rows {
  Json listing = Json::array();
  Json log = Json::array();
};

Rows rows() {
  Json fields = Json::array();
  for (int c = 0; c < kColumns; ++c) {
    fields.push_back({{"name", "column_number_" + std::to_string(c)},
                      {"type", kKinds[c % 4].log},
                      {"nullable", true},
                      {"metadata", {{"comment", comment_of(c)}}}});
  }
  const std::string schema = Json{{"type", "struct"}, {"fields", fields}}.dump();
  const Json action{{"metaData",
                     {{"id", "0-1-2"},
                      {"format", {{"provider", "parquet"}, {"options", Json::object()}}},
                      {"schemaString", schema},
                      {"partitionColumns", Json::array()},
                      {"configuration", Json::object()}}}};
  const std::string file = std::string(20, '0') + ".json";
  Rows made;
  for (int t = 0; t < kTables; ++t) {
    const std::string place = "file:/lake/bench.db/" + table_name(t);
    made.listing.push_back({"bench", table_name(t), "false",
                            "Catalog: spark_catalog\nDatabase: bench\nTable: " + table_name(t) +
                                "\nType: MANAGED\nProvider: delta\nLocation: " + place + "\n"});
    made.log.push_back({place, "metaData", action.dump(), file, file});
    made.log.push_back({place, "protocol", R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})", file, file});
    made.log.push_back({place, "commitInfo", nullptr, file, file});
  }
  return made;
}

Json step(const std::string& match, int columns, const Json& some) {
  Json names = Json::array();
  for (int i = 0; i < columns; ++i) names.push_back({{"name", "c" + std::to_string(i)}, {"size", 8000}});
  return {{"match", match + "[\\s\\S]*"}, {"columns", names}, {"rows", some}, {"times", 1}};
}

/// The median of several runs, each on a script that is played from its start.
double measure(const std::string& path, const Json& script, const std::function<bool(const std::string&)>& run) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const std::string file = path + std::to_string(i) + ".json";
    std::ofstream(file) << script;
    // The driver reads its script when it connects: once, and not counted.
    const std::string target = "Driver=" DELTAC_FAKE_DRIVER ";Script=" + file;
    (void)odbc::open_odbc_session({.text = target});
    const double start = cpu_seconds();
    if (!run(target)) std::printf("a run failed\n");
    times.push_back(cpu_seconds() - start);
  }
  std::sort(times.begin(), times.end());
  return times[kRuns / 2];
}

bool fetch_and_drop(const std::string& target) {
  auto session = odbc::open_odbc_session({.text = target});
  if (!session) return false;
  for (const char* statement :
       {"SELECT version", "EXPLAIN CREATE", "SHOW TABLE", "SELECT directory, max", "SELECT directory, kind"}) {
    if (!(*session)->query(statement, [](SqlRow) {})) return false;
  }
  return true;
}

bool plan(const std::string& target, const Registry& registry) {
  auto opened = open_target("odbc:" + target, {.dialect = "spark"});
  if (!opened) return false;
  const auto made = read_and_plan(registry, *opened->reader, {});
  if (!made) std::printf("%s\n", made.error().message.c_str());
  return made && made->in_sync() && made->tables.size() == kTables;
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / ("deltac_spark_bench_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const Rows made = rows();
  const Json script{{"statements",
                     {step("SELECT version", 4, {{"4.2.0", "spark_catalog", "", "me"}}),
                      step("EXPLAIN CREATE", 1, {{"== Physical Plan =="}}), step("SHOW TABLE", 4, made.listing),
                      step("SELECT directory, max", 2, Json::array()), step("SELECT directory, kind", 5, made.log)}}};
  const Registry registry = declared();
  const double dropped = measure((folder / "drop").string(), script, fetch_and_drop);
  const double planned =
      measure((folder / "plan").string(), script, [&](const std::string& target) { return plan(target, registry); });
  std::filesystem::remove_all(folder);
  std::printf(
      "%d tables of %d columns: fetched and dropped in %.1f ms of CPU, read and planned in %.1f ms: %.1f ms more\n",
      kTables, kColumns, dropped * 1e3, planned * 1e3, (planned - dropped) * 1e3);
  return kOptimised && planned - dropped > kPromise ? 1 : 0;
}
