// What a run costs beside its statements: the journal, per step and with its fsyncs, against the same apply without it;
// and what --jobs 8 gains where each statement takes 50 ms, through unixODBC and the fake driver. Prints a line for
// each.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "delta/engine.hpp"
#include "execute/crash_point.hpp"
#include "execute/journalled_run.hpp"
#include "support/shared_target.hpp"
#include "support/tables.hpp"

namespace {

using namespace delta;
using namespace delta::testing;

long fsyncs = 0;

void count_fsyncs(const char* where) {
  if (std::strcmp(where, "journal lasts") == 0) ++fsyncs;
}

std::vector<Table> tables(std::size_t count, bool second) {
  std::vector<Table> made;
  for (std::size_t i = 0; i < count; ++i) {
    Table each = table("dev.silver.t" + std::to_string(1000 + i), {column("id", "BIGINT"), column("name", "STRING")});
    if (second) {
      each.columns.push_back(commented(column("added", "INT"), "new"));
      each.comment = "changed";
      each.properties.push_back({"team.owner", "somebody"});
    }
    made.push_back(std::move(each));
  }
  return made;
}

std::size_t steps_of(const Plan& plan) {
  std::size_t steps = 0;
  for (const TablePlan& each : plan.tables) steps += each.step_count();
  return steps;
}

double seconds(const std::function<void()>& body) {
  const auto start = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A run with its journal in files; a plan that fails is a bench that lies.
void run(const Plan& plan, const std::string& folder, CatalogReader& reader, PlanExecutor& executor,
         const RunConditions& how) {
  RunStore store(folder);
  if (!store.prepare()) std::abort();
  auto journal = store.begin(plan, {});
  if (!journal) std::abort();
  const SyncReport ran = run_journalled(plan, store, *std::move(journal), reader, executor, {}, how);
  if (!ran.unfinished.empty() || ran.exit_code() != 0) {
    std::printf("the run failed: %s\n", ran.unfinished.c_str());
    std::exit(1);
  }
}

void measure_journal(const std::string& folder) {
  constexpr std::size_t kTables = 100;
  const auto prepared = [] {
    auto target = std::make_unique<SharedTarget>(engine());
    for (Table& each : tables(kTables, false)) target->memory.put(marked(observed(each), each));
    return target;
  };
  const auto plan_of = [](SharedTarget& target) {
    return *read_and_plan(registry(tables(kTables, true)), target.memory, {});
  };
  double plain = 0;
  double journalled = 0;
  std::size_t steps = 0;
  constexpr int kRounds = 3;
  for (int round = 0; round < kRounds; ++round) {
    auto first = prepared();
    const Plan plan = plan_of(*first);
    steps = steps_of(plan);
    const RunSession one = first->session();
    plain += seconds([&] {
      if (apply(plan, *one.reader, *one.executor).exit_code() != 0) std::abort();
    });
    auto second = prepared();
    const RunSession other = second->session();
    journalled +=
        seconds([&] { run(plan, folder + "/journal" + std::to_string(round), *other.reader, *other.executor, {}); });
  }
  auto third = prepared();
  const Plan plan = plan_of(*third);
  const RunSession counted = third->session();
  crash_point = count_fsyncs;
  run(plan, folder + "/counted", *counted.reader, *counted.executor, {});
  crash_point = nullptr;
  const double each = 1e3 / kRounds / static_cast<double>(steps);
  std::printf("journal: %.3f ms per step with it, %.3f ms without, %.3f ms more (%zu steps, %.1f fsyncs a step)\n",
              journalled * each, plain * each, (journalled - plain) * each, steps,
              static_cast<double>(fsyncs) / static_cast<double>(steps));
}

double time_of_jobs(const std::string& folder, std::size_t jobs) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/server.json") << R"({"schemas": {"dev.silver": true}, "tables": {}, "ran": {}})";
  std::ofstream(folder + "/quick.json") << R"({"catalogue": "server.json"})";
  std::ofstream(folder + "/slow.json") << R"({"catalogue": "server.json", "latency": 0.05})";
  const std::string driver = "odbc:Driver=" DELTAC_FAKE_DRIVER ";deltac.log_commits=0;Script=" + folder;
  constexpr std::size_t kTables = 40;
  Engine(*open_target(driver + "/quick.json")).sync(registry(tables(kTables, false)));
  Target quick = *open_target(driver + "/quick.json");
  const Plan plan = *read_and_plan(registry(tables(kTables, true)), *quick.reader, {});
  const Target slow = *open_target(driver + "/slow.json");
  RunConditions how;
  how.jobs = jobs;
  how.another_session = slow.another_session;
  return seconds([&] { run(plan, folder + "/state", *slow.reader, *slow.executor, how); });
}

}  // namespace

int main() {
  const std::string folder = (std::filesystem::current_path() / ("apply_bench_" + std::to_string(::getpid()))).string();
  std::filesystem::create_directories(folder);
  measure_journal(folder);
  const double one = time_of_jobs(folder + "/one", 1);
  const double eight = time_of_jobs(folder + "/eight", 8);
  std::printf("jobs: %.2f s with one, %.2f s with eight, %.1f times as fast (40 tables, 120 statements of 50 ms)\n",
              one, eight, one / eight);
  std::filesystem::remove_all(folder);
  return 0;
}
