#pragma once
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/sqlite/database.hpp"
#include "app/commands.hpp"
#include "delta/adapters/lake.hpp"
#include "delta/model/fingerprint.hpp"
#include "execute/crash_point.hpp"
#include "execute/run_store.hpp"
#include "file_system_calls.hpp"
#include "support/file_target.hpp"
#include "support/tables.hpp"

/// Commands in processes of their own that are killed at a boundary: on a lake before every call that changes a file,
/// and in the middle of every write; on a server around a write to the journal, a unit, a file.
namespace delta::testing {

inline int countdown = 0;

inline void kill_at_countdown(const char* where) {
  // Nothing happens between these and what the journal does beside them.
  if (std::string_view(where) == "before an intent" || std::string_view(where) == "after an outcome") return;
  if (--countdown == 0) kill(getpid(), SIGKILL);
}

inline std::string watched;  ///< the folder of which a call must change something to count

inline void kill_before_call(const char* call, const std::string& path) {
  // What is made to last is not another thing for a process that is killed.
  if (std::string_view(call).ends_with("sync") || !path.starts_with(watched)) return;
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
  static constexpr bool kKilledBeforeCalls = false;
  static constexpr int kUnderWay[] = {9, 60};  ///< boundaries of `version_two`: soon after its beginning, in its middle
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
  static constexpr bool kKilledBeforeCalls = true;
  static constexpr int kUnderWay[] = {25, 90};
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

/// Whether these lines of a journal begin a run and do not end it. A line that was not written to its end is none.
inline bool is_open(std::string_view lines) {
  const std::size_t end = lines.rfind('\n');
  if (end == std::string_view::npos || end == 0) return true;
  const std::size_t begin = lines.rfind('\n', end - 1) + 1;
  return lines.substr(begin, end - begin).find(R"({"event":"end")") == std::string_view::npos;
}

/// Whether a run below this folder began and is not over: what the files, or the rows of SQLite, say by themselves,
/// without the code that answers `status`.
inline bool has_open_run(const std::string& folder) {
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string path = each.path().string();
    if (!path.ends_with(".journal") || path.find("/runs/") == std::string::npos) continue;
    std::ifstream file(path);
    if (is_open(std::string(std::istreambuf_iterator<char>(file), {}))) return true;
  }
  const std::string database = folder + "/state.db";
  if (!std::filesystem::exists(database)) return false;
  const auto opened = sqlite::Database::open(*sqlite::load_library(), database, false);
  bool open = false;
  (void)opened->run(
      "SELECT (SELECT text FROM lines WHERE lines.target = runs.target AND log = id ORDER BY at DESC LIMIT 1) "
      "FROM runs WHERE closed = 0",
      {}, [&](const sqlite::Row& row) { open = open || is_open(row.text(0)); });
  return open;
}

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
    watched = folder_;
    if (kill_at > 0) {
      if (Kind::kKilledBeforeCalls) {
        before_call = kill_before_call;
      } else {
        crash_point = kill_at_countdown;
      }
    }
    try {
      Kind world(folder_);
      app::Session session = world.session(command, declared);
      if (tweak_) tweak_(session);
      return static_cast<int>(app::run_command(session));
    } catch (const std::exception& error) {
      dprintf(errors, "%s\n", error.what());
      return 255;
    }
  }

  /// `status`, which must say what the files themselves do.
  int status(const Registry& declared, const std::string& what) {
    const bool open = has_open_run(folder_);
    const int code = run(app::Command::status, declared, 0).code;
    EXPECT_EQ(code, open ? 6 : 0) << what;
    return code;
  }

  /// The answer to `history --format json`.
  nlohmann::json history(const Registry& declared, const std::function<void(app::Options&)>& ask) {
    const std::string file = root_ + "/history.json";
    const auto tweak = std::exchange(tweak_, [&](app::Session& session) {
      session.options.format = app::Format::json;
      session.options.out = file;
      ask(session.options);
    });
    const int code = run(app::Command::history, declared, 0).code;
    tweak_ = tweak;
    EXPECT_EQ(code, 0);
    std::ifstream text(file);
    return nlohmann::json::parse(text, nullptr, false);
  }

  /// What the history tells of the newest run, without times and names of runs: how each run ended, how often each unit
  /// was done, and what each table was when it was read back. It must be whole.
  nlohmann::json told(const Registry& declared, bool& recovered) {
    const nlohmann::json check = history(declared, [](app::Options& options) { options.verify = true; });
    EXPECT_EQ(check["problems"], nlohmann::json::array());
    nlohmann::json out;
    const nlohmann::json list = history(declared, [](app::Options&) {});
    for (const nlohmann::json& each : list["runs"]) out["runs"].push_back(each["status"]);
    const std::string newest = list["runs"].back()["run"];
    const nlohmann::json whole = history(declared, [&](app::Options& options) { options.run = newest; })["runs"][0];
    for (const nlohmann::json& each : whole["tables"])
      out["tables"][std::string(each["table"])] = {each["version"], each.value("fingerprint", "gone")};
    recovered = false;
    for (const nlohmann::json& each : whole["records"]) {
      recovered = recovered || each["event"] == "recover";
      if (each["event"] != "done") continue;
      nlohmann::json& count = out["done"][std::string(each["table"]) + " " + each["unit"].dump()];
      count = count.is_null() ? 1 : count.get<int>() + 1;
    }
    return out;
  }

  std::string root_;
  std::string folder_;
  std::function<void(app::Session&)> tweak_;  ///< what a test changes of every session
};

using Worlds = ::testing::Types<LakeWorld, ServerWorld>;

}  // namespace delta::testing
