// Runs that are killed at every boundary: each write to the journal, each unit, each file. After `recover` the tables are
// as the plan says, and every effect happened once.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "delta/adapters/lake.hpp"
#include "delta/model/fingerprint.hpp"
#include "execute/crash_point.hpp"
#include "execute/run_store.hpp"
#include "support/file_target.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

int countdown = 0;

void kill_at_countdown(const char* where) {
  // Nothing happens between these and what the journal does beside them.
  if (std::string_view(where) == "before an intent" || std::string_view(where) == "after an outcome") return;
  if (--countdown == 0) kill(getpid(), SIGKILL);
}

Table property(Table made, const std::string& key, const std::string& value) {
  made.properties.push_back({key, value});
  return made;
}

Table renamed_table(Table made, const std::string& earlier) {
  made.renamed_from.emplace_back(earlier);
  return made;
}

std::string name_of(int number) { return "dev.silver.t" + std::to_string(number); }

/// Nine tables as they were.
Registry version_one() {
  std::vector<Table> tables;
  for (int i = 0; i < 8; ++i) tables.push_back(table(name_of(i), {required("id", "BIGINT"), column("gone", "STRING")}));
  tables.push_back(table("dev.silver.old", {column("id", "BIGINT")}));
  Registry made = registry(std::move(tables));
  return made;
}

/// Six of them changed by four steps each, one changed by its mark alone, one renamed and changed, one dropped, two new.
Registry version_two() {
  std::vector<Table> tables;
  for (int i = 0; i < 6; ++i) {
    Table made = table(name_of(i), {required("id", "BIGINT"), column("gone", "STRING"),
                                    commented(column("a", "INT"), "the first"), column("b", "STRING")});
    made.comment = "changed";
    tables.push_back(property(std::move(made), "team.owner", "somebody"));
  }
  tables.push_back(table(name_of(6), {required("id", "BIGINT"), column("gone", "STRING")}));
  tables.push_back(renamed_table(
      table("dev.silver.renamed", {required("id", "BIGINT"), column("gone", "STRING"), column("x", "INT")}), name_of(7)));
  tables.push_back(table("dev.silver.u1", {column("id", "BIGINT")}));
  tables.push_back(property(table("dev.silver.u2", {column("id", "BIGINT")}), "team.owner", "somebody"));
  Registry made = registry(std::move(tables));
  std::ranges::sort(made.tables, {}, &Table::name);
  Tombstone tombstone;
  tombstone.name = TableName::parse("dev.silver.old");
  tombstone.declared_name = "dev.silver.old";
  made.tombstones.push_back(tombstone);
  return made;
}

/// What a run works on; made anew in each process.
class World {
 public:
  virtual ~World() = default;
  virtual app::Session session(app::Command command, const Registry& declared) = 0;
  /// Everything that an effect leaves: equal for two runs that had each effect once.
  virtual std::string effects() = 0;

 protected:
  static app::Options options(app::Command command) {
    app::Options out;
    out.program = "shop-migrate";
    out.command = command;
    out.yes = true;
    out.quiet = true;
    out.conditions.exclusive = true;
    out.allow = {{"drop-table", "*"}, {"rename-table", "*"}, {"protocol-upgrade", "*"}};
    out.adopt = true;
    return out;
  }
  static app::Session session(app::Options options, const Registry& declared, Target target) {
    app::Session made;
    made.registry = declared;
    made.registry_fingerprint = fingerprint(declared);
    made.target = std::move(target);
    made.invocation.program = options.program;
    made.invocation.target = options.target;
    made.invocation.allow = options.allow;
    made.options = std::move(options);
    return made;
  }
};

class LakeWorld : public World {
 public:
  explicit LakeWorld(const std::string& folder) : path_(folder + "/lake") {}

  app::Session session(app::Command command, const Registry& declared) override {
    app::Options made = options(command);
    made.target = "lake:" + path_;
    auto target = open_lake(path_);
    return World::session(std::move(made), declared, *std::move(target));
  }

  std::string effects() override {
    auto target = open_lake(path_);
    std::string out;
    for (const Registry& each : {version_one(), version_two()}) {
      for (const Table& declared : each.tables) {
        const TableName names[] = {declared.name};
        const ObservedTable now = target->reader->read(names)->front();
        out += declared.name.text() + (now.present() ? " " + fingerprint(now.table) + " at " + std::to_string(*now.version) : " absent");
        out += now.mark ? " " + encode(*now.mark) + "\n" : "\n";
      }
    }
    for (const auto& each : std::filesystem::recursive_directory_iterator(path_)) {
      const std::string name = each.path().filename().string();
      if (name.find("trash") != std::string::npos || name.ends_with(".tmp")) out += "left over: " + each.path().string() + "\n";
    }
    return out;
  }

 private:
  std::string path_;
};

class ServerWorld : public World {
 public:
  explicit ServerWorld(const std::string& folder) : folder_(folder) {}

  app::Session session(app::Command command, const Registry& declared) override {
    app::Options made = options(command);
    made.target = "odbc:DSN=server";
    made.state = folder_ + "/state";
    Target target;
    target.reader = std::make_unique<FileTarget>(engine(), folder_ + "/server");
    target.executor = std::make_unique<FileTarget>(engine(), folder_ + "/server");
    return World::session(std::move(made), declared, std::move(target));
  }

  std::string effects() override { return FileTarget(engine(), folder_ + "/server").content(); }

 private:
  std::string folder_;
};

/// The same server, with its state in a file of SQLite.
class SqliteWorld : public ServerWorld {
 public:
  explicit SqliteWorld(const std::string& folder) : ServerWorld(folder), state_("sqlite:" + folder + "/state.db") {}

  app::Session session(app::Command command, const Registry& declared) override {
    app::Session made = ServerWorld::session(command, declared);
    made.options.state = state_;
    return made;
  }

 private:
  std::string state_;
};

struct Ended {
  bool killed = false;
  int code = -1;
};

template <class Kind>
class KilledRuns : public ::testing::Test {
 protected:
  void SetUp() override {
    // In memory where there is such a place: a killed process loses nothing there either, and hundreds are killed.
    const bool memory = access("/dev/shm", W_OK) == 0;
    std::string pattern = (memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/deltac-killed-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    folder_ = root_ + "/work";
    std::filesystem::create_directories(folder_);
    ASSERT_EQ(run(app::Command::apply, version_one(), 0).code, 0);
    std::filesystem::copy(folder_, root_ + "/start", std::filesystem::copy_options::recursive);
    ASSERT_EQ(run(app::Command::apply, version_two(), 0).code, 0);
    wanted_ = effects();
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void start_again() {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(root_ + "/start", folder_, std::filesystem::copy_options::recursive);
  }

  std::string effects() { return Kind(folder_).effects(); }

  /// A command in a process of its own, killed at its `kill_at`th boundary; 0: never.
  Ended run(app::Command command, const Registry& declared, int kill_at) {
    const pid_t child = fork();
    if (child == 0) {
      _exit(in_child(command, declared, kill_at));
    }
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, WIFEXITED(status) ? WEXITSTATUS(status) : -1};
  }

  int in_child(app::Command command, const Registry& declared, int kill_at) {
    const int errors = dup(STDERR_FILENO);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    countdown = kill_at;
    crash_point = kill_at > 0 ? kill_at_countdown : nullptr;
    try {
      Kind world(folder_);
      app::Session session = world.session(command, declared);
      const app::ExitCode code = command == app::Command::recover  ? app::run_recover(session)
                                 : command == app::Command::status ? app::run_status(session)
                                                                   : app::run_apply(session);
      return static_cast<int>(code);
    } catch (const std::exception& error) {
      dprintf(errors, "%s\n", error.what());
      return 255;
    }
  }

  static std::string journal_in(const std::string& folder) {
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string path = each.path().string();
      if (path.ends_with(".journal") && path.find("/runs/") != std::string::npos) return path;
    }
    return "";
  }

  /// After a kill: told, refused, recovered; or nothing had begun.
  void settle(int boundary, int kill_recovery_at) {
    const int status = run(app::Command::status, version_two(), 0).code;
    if (status == 6) {
      ASSERT_EQ(run(app::Command::apply, version_two(), 0).code, 6) << boundary << ": apply must refuse";
      if (kill_recovery_at > 0) run(app::Command::recover, version_two(), kill_recovery_at);
      ASSERT_EQ(run(app::Command::recover, version_two(), 0).code, 0) << boundary;
    } else {
      ASSERT_EQ(status, 0) << boundary;
      ASSERT_EQ(run(app::Command::apply, version_two(), 0).code, 0) << boundary;
    }
    EXPECT_EQ(effects(), wanted_) << boundary << ", recovery killed at " << kill_recovery_at;
    EXPECT_EQ(run(app::Command::status, version_two(), 0).code, 0) << boundary;
    EXPECT_EQ(run(app::Command::recover, version_two(), 0).code, 0) << boundary << ": nothing is left to recover";
  }

  std::string root_;
  std::string folder_;
  std::string wanted_;
};

using Worlds = ::testing::Types<LakeWorld, ServerWorld, SqliteWorld>;
TYPED_TEST_SUITE(KilledRuns, Worlds);

// What SQLite does of its own is tried at each of its writes: state_store_test.
template <class Kind>
constexpr bool kInSqlite = std::is_same_v<Kind, SqliteWorld>;

TYPED_TEST(KilledRuns, EveryBoundaryIsRecovered) {
  constexpr int kStride = kInSqlite<TypeParam> ? 7 : 1;
  int boundary = 1;
  for (;; boundary += kStride) {
    this->start_again();
    const Ended ended = this->run(app::Command::apply, version_two(), boundary);
    if (!ended.killed) {
      EXPECT_EQ(ended.code, 0);
      EXPECT_EQ(this->effects(), this->wanted_);
      break;
    }
    this->settle(boundary, 0);
    if (this->HasFailure()) return;
  }
  this->RecordProperty("boundaries", boundary - 1);
  EXPECT_GT(boundary, 60);
}

TYPED_TEST(KilledRuns, ARecoveryThatIsKilledIsRecovered) {
  // Every boundary of the recovery on the lake, and on the server, whose runs are longer, every seventh.
  constexpr int kStride = std::is_same_v<TypeParam, LakeWorld> ? 1 : kInSqlite<TypeParam> ? 23 : 7;
  for (const int boundary : {9, 60}) {
    for (int recovery = 1;; recovery += kStride) {
      this->start_again();
      ASSERT_TRUE(this->run(app::Command::apply, version_two(), boundary).killed);
      const Ended ended = this->run(app::Command::recover, version_two(), recovery);
      if (!ended.killed) break;
      this->settle(boundary, 0);
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(KilledRuns, AJournalCutAtEveryByteIsRecovered) {
  if (kInSqlite<TypeParam>) return;  // each of its lines is there or not
  // A journal is one file; what a power loss leaves of its tail is any of its beginnings behind the first record.
  this->start_again();
  ASSERT_TRUE(this->run(app::Command::apply, version_two(), 60).killed);
  const std::string killed = this->root_ + "/killed";
  std::filesystem::copy(this->folder_, killed, std::filesystem::copy_options::recursive);
  const std::string journal = this->journal_in(killed);
  ASSERT_FALSE(journal.empty());
  const std::size_t size = std::filesystem::file_size(journal);
  std::ifstream file(journal);
  std::string line;
  std::getline(file, line);
  std::getline(file, line);
  constexpr std::size_t kStride = 97;  // in and between lines; each byte of the text itself: journal_test
  for (auto cut = static_cast<std::size_t>(file.tellg()); cut <= size; cut += kStride) {
    std::filesystem::remove_all(this->folder_);
    std::filesystem::copy(killed, this->folder_, std::filesystem::copy_options::recursive);
    std::filesystem::resize_file(this->journal_in(this->folder_), cut);
    this->settle(static_cast<int>(cut), 0);
    if (this->HasFailure()) return;
  }
}

TYPED_TEST(KilledRuns, ATableThatSomebodyElseChangedStopsTheRecovery) {
  this->start_again();
  ASSERT_TRUE(this->run(app::Command::apply, version_two(), 60).killed);
  Registry other = version_one();
  std::erase_if(other.tables, [](const Table& each) { return each.name != TableName::parse(name_of(5)); });
  other.tables[0].columns.push_back(column("stranger", "INT"));
  // Somebody who knows nothing of this state directory.
  TypeParam world(this->folder_);
  app::Session session = world.session(app::Command::apply, other);
  auto plan = read_and_plan(other, *session.target.reader, {});
  ASSERT_TRUE(plan);
  RunConditions alone;
  alone.exclusive = true;
  const SyncReport changed = apply(*std::move(plan), *session.target.reader, *session.target.executor, {}, alone);
  ASSERT_EQ(changed.exit_code(), 0);
  const std::string before = this->effects();
  EXPECT_EQ(this->run(app::Command::recover, version_two(), 0).code, 5);
  EXPECT_EQ(this->effects(), before) << "nothing may run";
  EXPECT_EQ(this->run(app::Command::status, version_two(), 0).code, 6);
}

}  // namespace
}  // namespace delta
