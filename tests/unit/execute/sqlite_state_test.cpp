// The state in SQLite: what others put into its file, and that it keeps what it holds when it is killed at any write.
#include <dlfcn.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>

#include "delta/model/fingerprint.hpp"
#include "execute/crash_point.hpp"
#include "state_kinds.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

/// SQLite as the store loads it.
class Sqlite {
 public:
  template <class Function>
  static Function* find(const char* name) {
    static void* library = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
    return reinterpret_cast<Function*>(dlsym(library, name));
  }
};
#define SQLITE(name) Sqlite::find<decltype(::name)>(#name)

void in_file(const std::string& path, const char* statement) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(SQLITE(sqlite3_open_v2)(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr),
            SQLITE_OK);
  EXPECT_EQ(SQLITE(sqlite3_exec)(handle, statement, nullptr, nullptr, nullptr), SQLITE_OK) << statement;
  SQLITE(sqlite3_close_v2)(handle);
}

TEST(SqliteState, OfANewerVersionAndOfOthersIsRefused) {
  const Folder folder;
  const std::string path = folder.path + "/state.db";
  ASSERT_TRUE(SqliteKind::open(folder.path)->prepare());
  in_file(path, "PRAGMA user_version=7");
  EXPECT_EQ(SqliteKind::open(folder.path)->prepare().error().message,
            "sqlite:" + path + " was written by a newer version of deltac (state format 7; this one knows 1)");
  EXPECT_FALSE(SqliteKind::open(folder.path)->runs());
  std::filesystem::remove(path);
  in_file(path, "CREATE TABLE theirs(x)");
  EXPECT_EQ(SqliteKind::open(folder.path)->prepare().error().message,
            "sqlite:" + path + " holds something else than runs of deltac");
  std::ofstream(path) << "this is no database, whatever its name says; it is long enough to be looked at in full";
  EXPECT_EQ(SqliteKind::open(folder.path)->prepare().error().message,
            "cannot use sqlite:" + path + ": file is not a database");
}

TEST(SqliteState, KeepsTargetsApart) {
  const Folder folder;
  const auto one = sqlite::open_state(folder.path + "/state.db", "one");
  const auto two = sqlite::open_state(folder.path + "/state.db", "two");
  ASSERT_TRUE(one->prepare());
  ASSERT_TRUE(two->prepare());
  ASSERT_TRUE(one->begin("r1", "plan", "head\n"));
  ASSERT_TRUE(one->append_ledger(0, "one\n"));
  EXPECT_TRUE(two->runs()->open.empty());
  EXPECT_EQ(*two->ledger(), "");
  EXPECT_FALSE(two->plan("r1"));
}

TEST(SqliteState, AnswersInSqlWhatATableWas) {
  const Folder folder;
  RunStore store(SqliteKind::open(folder.path));
  ASSERT_TRUE(store.prepare());
  auto journal = store.begin(plan_of("odbc:DSN=server"), record(Event::begin));
  ASSERT_TRUE(journal);
  ASSERT_TRUE(
      store.enter(journal->id(), "dev.silver.orders", observed(table("dev.silver.orders", {column("id", "BIGINT")}))));
  ASSERT_TRUE(store.close(*std::move(journal), record(Event::end, "done")));
  in_file(folder.path + "/state.db",
          "CREATE TABLE seen(x CHECK(x = 'dev.silver.orders 1 1 done')); INSERT INTO seen SELECT \"table\" || ' ' || "
          "version "
          "|| ' ' || t.sequence || ' ' || r.status FROM table_versions t JOIN ended_runs r USING(run); "
          "CREATE TABLE one(x CHECK(x = 1)); INSERT INTO one SELECT count(*) FROM seen");
}

// --- killed at every write ---

int countdown = 0;

void kill_at_countdown(const char*) {
  if (--countdown == 0) kill(getpid(), SIGKILL);
}

/// Every write, sync, truncation and removal of SQLite's own is a place to be killed at. The file is made by the real
/// methods, which are called behind ours.
struct Vfs {
  static inline sqlite3_vfs ours;
  static inline sqlite3_vfs* real = nullptr;
  static inline sqlite3_io_methods methods;
  static inline const sqlite3_io_methods* real_methods = nullptr;

  static void install() {
    real = SQLITE(sqlite3_vfs_find)(nullptr);
    ours = *real;
    ours.zName = "killing";
    ours.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      const int code = real->xOpen(real, name, file, flags, out);
      if (code != SQLITE_OK || file->pMethods == nullptr) return code;
      if (real_methods == nullptr) real_methods = file->pMethods;
      if (file->pMethods != real_methods) return code;
      methods = *real_methods;
      methods.xWrite = [](sqlite3_file* at, const void* bytes, int count, sqlite3_int64 offset) {
        at_crash_point("write");
        return real_methods->xWrite(at, bytes, count, offset);
      };
      methods.xSync = [](sqlite3_file* at, int how) {
        at_crash_point("sync");
        return real_methods->xSync(at, how);
      };
      methods.xTruncate = [](sqlite3_file* at, sqlite3_int64 size) {
        at_crash_point("truncate");
        return real_methods->xTruncate(at, size);
      };
      file->pMethods = &methods;
      return code;
    };
    ours.xDelete = [](sqlite3_vfs*, const char* name, int sync) {
      at_crash_point("delete");
      const int code = real->xDelete(real, name, sync);
      at_crash_point("deleted");
      return code;
    };
    SQLITE(sqlite3_vfs_register)(&ours, 1);
  }
};

/// A run, told step by step: each step that returned is written to `progress`.
void one_run(const std::string& folder, int progress) {
  const auto told = [&](bool done) {
    if (!done || write(progress, "+", 1) != 1) _exit(1);
  };
  RunStore store(SqliteKind::open(folder));
  told(static_cast<bool>(store.prepare()));
  auto journal = store.begin(plan_of("odbc:DSN=server"), record(Event::begin));
  told(static_cast<bool>(journal));
  for (int i = 0; i < 3; ++i) {
    JournalRecord intent = record(Event::intent);
    intent.table = "dev.silver.t" + std::to_string(i);
    told(static_cast<bool>(journal->write(intent)));
    intent.event = Event::done;
    told(static_cast<bool>(journal->write(intent)));
    told(static_cast<bool>(
        store.enter(journal->id(), intent.table, observed(table(intent.table, {column("id", "BIGINT")})))));
  }
  told(static_cast<bool>(store.close(*std::move(journal), record(Event::end, "done"))));
}

/// How many steps of `one_run` a store shows.
std::size_t steps_seen(const std::string& folder) {
  RunStore store(SqliteKind::open(folder));
  const auto open = store.unfinished();
  const auto closed = store.finished();
  const auto ledger = store.ledger();
  if (!open || !closed || !ledger) {
    ADD_FAILURE() << (open ? "" : open.error().message) << (ledger ? "" : ledger.error().message);
    return 0;
  }
  if (open->empty() && closed->empty())
    return std::filesystem::exists(folder + "/state.db") && SqliteKind::open(folder)->prepare() ? 1 : 0;
  const StoredRun& run = open->empty() ? closed->front() : open->front();
  EXPECT_EQ(run.problem, "");
  EXPECT_FALSE(run.journal.torn);
  EXPECT_TRUE(store.plan_of(run));
  const auto over = static_cast<std::size_t>(!run.journal.unfinished());
  std::size_t tables = 0;
  for (const LedgerEntry& each : ledger->entries) {
    tables += each.kind == LedgerEntry::Kind::table ? 1 : 0;
    if (each.snapshot.empty()) continue;
    const auto snapshot = store.state().snapshot(each.snapshot);
    EXPECT_TRUE(snapshot && sha256_hex(*snapshot) == each.snapshot);
  }
  const bool closed_whole = ledger->entries.size() > tables && open->empty();
  return 1 + run.journal.records.size() - over + tables + (over == 1 && closed_whole ? 1 : 0);
}

TEST(SqliteState, KilledAtEveryWriteHoldsWhatItSaidItHeld) {
  constexpr std::size_t kSteps = 12;
  int boundary = 1;
  for (;; ++boundary) {
    const Folder folder;
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      Vfs::install();
      countdown = boundary;
      crash_point = kill_at_countdown;
      one_run(folder.path, ends[1]);
      _exit(0);
    }
    close(ends[1]);
    char signs[64];
    std::size_t told = 0;
    for (ssize_t count = 0; (count = read(ends[0], signs, sizeof signs)) > 0;) told += static_cast<std::size_t>(count);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    const std::size_t seen = steps_seen(folder.path);
    if (!WIFSIGNALED(status)) {
      EXPECT_EQ(told, kSteps);
      EXPECT_EQ(seen, kSteps);
      break;
    }
    EXPECT_GE(seen, told) << "boundary " << boundary << ": what returned must be there";
    EXPECT_LE(seen, told + 1) << "boundary " << boundary;
    // Whoever comes next goes on from it.
    RunStore next(SqliteKind::open(folder.path));
    ASSERT_TRUE(next.prepare()) << boundary;
    const auto left = next.unfinished();
    for (const StoredRun& run : *left) ASSERT_TRUE(next.abandon(run, record(Event::abandon, "killed")));
    ASSERT_TRUE(next.begin(plan_of("odbc:DSN=server"), record(Event::begin))) << boundary;
    EXPECT_EQ(next.unfinished()->size(), 1U) << boundary;
    if (HasFailure()) return;
  }
  RecordProperty("boundaries", boundary - 1);
  EXPECT_GT(boundary, 60);
}

}  // namespace
}  // namespace delta
