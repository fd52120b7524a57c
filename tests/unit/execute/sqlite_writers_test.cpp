// One file of SQLite that holds the runs of several targets, with processes that write to it at the same time: each has
// its own target's lock, and nothing of the other's.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include "adapters/sqlite/sqlite_state.hpp"
#include "execute/run_store.hpp"
#include "execute/verify_history.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using Event = JournalRecord::Event;

constexpr int kRounds = 200;
constexpr int kUnits = 4;

JournalRecord record(Event event, const std::string& table = "") {
  JournalRecord out;
  out.event = event;
  out.table = table;
  return out;
}

/// A whole run: each record lasts before the next. The snapshot is the same for every target.
Expected<void> run(const std::string& path, const std::string& target, int round) {
  RunStore store(sqlite::open_state(path, target));
  if (auto prepared = store.prepare(); !prepared) return prepared;
  Plan plan;
  plan.registry_name = "shop";
  plan.target = target;
  plan.dialect = "spark 4.2";
  auto journal = store.begin(plan, record(Event::begin));
  if (!journal) return journal.error();
  for (int i = 0; i < kUnits; ++i) {
    if (auto written = journal->write(record(Event::intent, "dev.silver.orders")); !written) return written;
    if (auto written = journal->write(record(Event::done, "dev.silver.orders")); !written) return written;
  }
  const ObservedTable now = observed(table("dev.silver.orders", {column("c" + std::to_string(round), "BIGINT")}));
  if (auto entered = store.enter(journal->id(), "dev.silver.orders", now); !entered) return entered;
  return store.close(*std::move(journal), record(Event::end));
}

TEST(SqliteWriters, OfSeveralTargetsLoseNothingToEachOther) {
  const bool memory = access("/dev/shm", W_OK) == 0;
  std::string folder =
      (memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/deltac-writers-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/state.db";
  const std::array<std::string, 2> targets{"server-one", "server-two"};
  std::array<pid_t, 2> children{};
  std::array<int, 2> gate{};
  ASSERT_EQ(pipe(gate.data()), 0);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    children[i] = fork();
    if (children[i] != 0) continue;
    char go = 0;
    if (read(gate[0], &go, 1) != 1) _exit(2);
    for (int round = 0; round < kRounds; ++round) {
      const auto done = run(path, targets[i], round);
      if (done) continue;
      std::fprintf(stderr, "%s, round %d: %s\n", targets[i].c_str(), round, done.error().message.c_str());
      _exit(1);
    }
    _exit(0);
  }
  ASSERT_EQ(write(gate[1], "go", 2), 2);
  for (const pid_t child : children) {
    int status = 1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  for (const std::string& target : targets) {
    const RunStore store(sqlite::open_state(path, target));
    const auto check = verify_history(store);
    ASSERT_TRUE(check) << check.error().message;
    EXPECT_TRUE(check->problems.empty()) << check->problems.front();
    EXPECT_EQ(check->runs, static_cast<std::size_t>(kRounds));
    EXPECT_EQ(check->versions, static_cast<std::size_t>(kRounds));
    const auto runs = store.finished();
    ASSERT_TRUE(runs);
    for (const StoredRun& each : *runs) EXPECT_EQ(each.journal.records.size(), 2U + 2 * kUnits) << each.id;
    EXPECT_EQ(store.ledger()->newest("dev.silver.orders")->version, kRounds);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace delta
