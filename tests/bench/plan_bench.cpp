// What a plan costs in memory, without reading or writing anything: CPU time of rules, diff and plan over tables of 20
// columns of which 5 % changed. Prints a table and fails above the promised figures (optimised builds only).
#include <ctime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"
#include "delta/rules/check.hpp"
#include "support/tables.hpp"

namespace {

using namespace delta;

constexpr int kColumns = 20;
constexpr int kOneIn = 20;  // 5 %

double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

Table sample(int number) {
  static const char* const kTypes[] = {"BIGINT", "STRING", "DECIMAL(18,2)", "TIMESTAMP",
                                       "STRUCT<street: STRING, city: STRING>"};
  char name[64];
  std::snprintf(name, sizeof name, "prod.silver.table_%05d", number);
  Table made = testing::table(name, {});
  for (int i = 0; i < kColumns; ++i) {
    made.columns.push_back(testing::commented(testing::column("column_number_" + std::to_string(i), kTypes[i % 5]),
                                              "What the column holds, in a sentence."));
  }
  made.columns[0].nullable = false;
  made.comment = "One row per thing.";
  made.primary_key = Key{{}, {"column_number_0"}, {}};
  made.cluster_by = {"column_number_3"};
  made.properties = {{"delta.enableChangeDataFeed", "true"}};
  made.checks = {{"positive", "column_number_0 > 0"}};
  return made;
}

/// The table as it was before this version: a column less, a narrower type, another comment.
Table before(Table made) {
  made.columns.pop_back();
  made.columns[2].type = DataType::decimal(12, 2);
  made.columns[1].comment = "Something else.";
  return made;
}

struct Input {
  Registry registry;
  std::vector<ObservedTable> observed;
};

Input input(int tables) {
  Input made;
  made.registry.name = "bench";
  for (int i = 0; i < tables; ++i) {
    Table declared = sample(i);
    Table state = i % kOneIn == 0 ? before(declared) : declared;
    const ManagedMark mark = declared_mark(state, "bench", false, false);  // a lake stores no keys and no tags
    state.primary_key.reset();
    state.properties.push_back({std::string(kManagedMarkKey), encode(mark)});
    ObservedTable seen = testing::with_features(testing::mapped(testing::observed(std::move(state))),
                                                {"changeDataFeed", "checkConstraints", "clustering", "domainMetadata"});
    seen.mark = mark;
    made.observed.push_back(std::move(seen));
    made.registry.tables.push_back(std::move(declared));
  }
  return made;
}

struct Cost {
  double rules = 1e9;
  double diff = 1e9;
  double all = 1e9;
  std::size_t steps = 0;
};

Cost measure(const Input& in, int runs) {
  Cost best;
  const sql::Dialect& dialect = sql::newest_spark();
  PlanOptions options;
  options.allow = {{"protocol-upgrade", "*"}};
  for (int run = 0; run < runs; ++run) {
    double start = cpu_milliseconds();
    const Findings findings = rules::check(in.registry, rules::Stage::plan, &dialect);
    best.rules = std::min(best.rules, cpu_milliseconds() - start);
    if (has_error(findings)) {
      std::fprintf(stderr, "the sample breaks a rule: %s\n", findings.front().text.c_str());
      std::exit(1);
    }
    start = cpu_milliseconds();
    std::size_t changes = 0;
    for (std::size_t i = 0; i < in.observed.size(); ++i) {
      changes += diff(in.registry.tables[i], in.observed[i], in.observed[i].mark).changes.size();
    }
    best.diff = std::min(best.diff, cpu_milliseconds() - start);
    if (changes == 0) std::exit(1);
    std::vector<ObservedTable> observed = in.observed;
    start = cpu_milliseconds();
    const Plan plan = make_plan(in.registry, std::move(observed), {}, testing::lake(), options);
    best.all = std::min(best.all, cpu_milliseconds() - start);
    best.steps = 0;
    for (const TablePlan& table : plan.tables) best.steps += table.step_count();
  }
  return best;
}

}  // namespace

/// Without an argument both promised sizes; with one, that number of tables, once or as often as the second argument
/// says: for a profiler.
int main(int argc, char** argv) {
  if (argc > 1) {
    const Cost cost = measure(input(std::atoi(argv[1])), argc > 2 ? std::atoi(argv[2]) : 1);
    std::printf("rules %.1f ms, diff %.1f ms, plan %.1f ms\n", cost.rules, cost.diff, cost.all);
    return 0;
  }
  struct Row {
    int tables;
    double limit;
    int runs;
  };
  bool good = true;
  std::printf(
      "Rules, diff and plan in memory; %d columns a table, 5 %% changed; CPU time, the best of several runs\n\n",
      kColumns);
  std::printf("%8s %8s %12s %12s %14s %12s\n", "tables", "steps", "rules alone", "diff alone", "whole plan",
              "promised");
  for (const Row& row : {Row{1000, 10, 20}, Row{10000, 100, 5}}) {
    const Cost cost = measure(input(row.tables), row.runs);
    std::printf("%8d %8zu %9.1f ms %9.1f ms %11.1f ms %9.0f ms\n", row.tables, cost.steps, cost.rules, cost.diff,
                cost.all, row.limit);
    good = good && cost.steps > 0 && cost.all <= row.limit;
  }
#ifdef NDEBUG
  return good ? 0 : 1;
#else
  std::printf("\nThis build is not optimised: the promise is not checked.\n");
  return 0;
#endif
}
