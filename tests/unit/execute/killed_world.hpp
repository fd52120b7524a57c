#pragma once
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>

#include "app/commands.hpp"
#include "delta/adapters/lake.hpp"
#include "delta/model/fingerprint.hpp"
#include "execute/crash_point.hpp"
#include "execute/run_store.hpp"
#include "support/file_target.hpp"
#include "support/tables.hpp"

/// Commands in processes of their own that are killed at a boundary: a write to the journal, a unit, a file.
namespace delta::testing {

inline int countdown = 0;

inline void kill_at_countdown(const char* where) {
  // Nothing happens between these and what the journal does beside them.
  if (std::string_view(where) == "before an intent" || std::string_view(where) == "after an outcome") return;
  if (--countdown == 0) kill(getpid(), SIGKILL);
}

inline Table property(Table made, const std::string& key, const std::string& value) {
  made.properties.push_back({key, value});
  return made;
}

inline Table renamed_table(Table made, const std::string& earlier) {
  made.renamed_from.emplace_back(earlier);
  return made;
}

inline std::string name_of(int number) { return "dev.silver.t" + std::to_string(number); }

/// Nine tables as they were.
inline Registry version_one() {
  std::vector<Table> tables;
  for (int i = 0; i < 8; ++i) tables.push_back(table(name_of(i), {required("id", "BIGINT"), column("gone", "STRING")}));
  tables.push_back(table("dev.silver.old", {column("id", "BIGINT")}));
  Registry made = registry(std::move(tables));
  return made;
}

/// Six of them changed by four steps each, one changed by its mark alone, one renamed and changed, one dropped, two
/// new.
inline Registry version_two() {
  std::vector<Table> tables;
  for (int i = 0; i < 6; ++i) {
    Table made = table(name_of(i), {required("id", "BIGINT"), column("gone", "STRING"),
                                    commented(column("a", "INT"), "the first"), column("b", "STRING")});
    made.comment = "changed";
    tables.push_back(property(std::move(made), "team.owner", "somebody"));
  }
  tables.push_back(table(name_of(6), {required("id", "BIGINT"), column("gone", "STRING")}));
  tables.push_back(renamed_table(
      table("dev.silver.renamed", {required("id", "BIGINT"), column("gone", "STRING"), column("x", "INT")}),
      name_of(7)));
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
  /// What the tables of these registries are, however they came to be so.
  virtual std::string state(const std::vector<Registry>& registries) = 0;

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

inline std::string state_of(CatalogReader& reader, const std::vector<Registry>& registries, bool marks) {
  std::string out;
  for (const Registry& each : registries) {
    for (const Table& declared : each.tables) {
      const TableName names[] = {declared.name};
      const ObservedTable now = reader.read(names)->front();
      out += declared.name.text() + (now.present() ? " " + fingerprint(now.table) : " absent");
      out += marks && now.mark ? " " + encode(*now.mark) + "\n" : "\n";
    }
  }
  return out;
}

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
        out += declared.name.text() +
               (now.present() ? " " + fingerprint(now.table) + " at " + std::to_string(*now.version) : " absent");
        out += now.mark ? " " + encode(*now.mark) + "\n" : "\n";
      }
    }
    return out + leftovers();
  }

  std::string state(const std::vector<Registry>& registries) override {
    return state_of(*open_lake(path_)->reader, registries, true) + leftovers();
  }

 private:
  std::string leftovers() const {
    std::string out;
    for (const auto& each : std::filesystem::recursive_directory_iterator(path_)) {
      const std::string name = each.path().filename().string();
      if (name.find("trash") != std::string::npos || name.ends_with(".tmp"))
        out += "left over: " + each.path().string() + "\n";
    }
    return out;
  }

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

  /// Without marks: on the way back an engine's hold what was and what is, until the table is planned again.
  std::string state(const std::vector<Registry>& registries) override {
    FileTarget server(engine(), folder_ + "/server");
    return state_of(server, registries, false);
  }

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
class KilledProcesses : public ::testing::Test {
 protected:
  void SetUp() override {
    // In memory where there is such a place: a killed process loses nothing there either, and hundreds are killed.
    const bool memory = access("/dev/shm", W_OK) == 0;
    std::string pattern =
        (memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/deltac-killed-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    folder_ = root_ + "/work";
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  /// What is there now is where each try starts from.
  void keep_start() { std::filesystem::copy(folder_, root_ + "/start", std::filesystem::copy_options::recursive); }
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
      if (tweak_) tweak_(session);
      const app::ExitCode code = command == app::Command::recover  ? app::run_recover(session)
                                 : command == app::Command::status ? app::run_status(session)
                                                                   : app::run_apply(session);
      return static_cast<int>(code);
    } catch (const std::exception& error) {
      dprintf(errors, "%s\n", error.what());
      return 255;
    }
  }

  std::string root_;
  std::string folder_;
  std::function<void(app::Session&)> tweak_;  ///< what a test changes of every session
};

using Worlds = ::testing::Types<LakeWorld, ServerWorld>;

}  // namespace delta::testing
