#include "app/state.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "adapters/sqlite/sqlite_state.hpp"
#include "app/git_revision.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/rules/changes.hpp"
#include "execute/state_files.hpp"

namespace delta::app {
namespace {

constexpr std::string_view kLake = "lake:";
constexpr std::string_view kSqlite = "sqlite:";

bool is_lake(const Options& options) { return options.target.starts_with(kLake); }
std::string lake_path(const Options& options) { return options.target.substr(kLake.size()); }
std::string lake_state(const Options& options) { return lake_path(options) + "/.deltac"; }

/// A folder's name for a target: the same however a lake is named.
std::string target_key(const Session& session) {
  std::string target = session.target.reader->capabilities().target;
  std::error_code ignored;
  if (is_lake(session.options)) target = std::filesystem::weakly_canonical(lake_path(session.options), ignored).string();
  return fmt::format("{}-{}", is_lake(session.options) ? "lake" : "server", sha256_hex(target).substr(0, 16));
}

Expected<std::string, Stop> state_directory(const Session& session) {
  const Options& options = session.options;
  if (!options.state.empty()) return options.state + "/" + target_key(session);
  if (is_lake(options)) return lake_state(options);
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state != nullptr && *state == '/') return fmt::format("{}/deltac/{}", state, target_key(session));
  if (home != nullptr && *home == '/') return fmt::format("{}/.local/state/deltac/{}", home, target_key(session));
  return Stop{ExitCode::usage, "there is no place for the journal: neither XDG_STATE_HOME nor HOME is set",
              "name a directory that lasts with --state DIR"};
}

Stop interrupted() { return {ExitCode::interrupted, "interrupted; nothing was changed", ""}; }

}  // namespace

Expected<StatePlace, Stop> open_state(const Session& session) {
  const std::string& named = session.options.state;
  if (named.starts_with(kSqlite)) {
    const std::string path = named.substr(kSqlite.size());
    if (path.empty()) return Stop{ExitCode::usage, "--state sqlite: lacks its file", "name one, as in --state sqlite:state.db"};
    const std::string key = target_key(session);
    return StatePlace{path + ".locks/" + key, sqlite::open_state(path, key)};
  }
  const auto directory = state_directory(session);
  if (!directory) return directory.error();
  return StatePlace{*directory, open_file_state(*directory)};
}

std::vector<std::string> lock_directories(const Session& session, const std::string& directory) {
  std::vector<std::string> out{directory};
  if (is_lake(session.options)) {
    const std::string lake = lake_state(session.options);
    if (lake != directory) out.push_back(lake);
  }
  return out;
}

TargetLock::~TargetLock() {
  if (!server) return;
  InterruptGuard::let_finish();
  const auto released = server->release();
  if (!released) print_error("note: " + released.error().message + "; unlock takes it away\n");
}

Expected<std::unique_ptr<LockPlace>, Stop> server_lock_place(const Session& session) {
  const Options& options = session.options;
  if (options.state_schema.empty()) return std::unique_ptr<LockPlace>();
  if (!session.target.lock_place) return Stop{ExitCode::usage, "--state-schema is for odbc: targets", ""};
  return session.target.lock_place(TableName::parse(map_catalog(options.state_schema, options.catalog_map)));
}

Expected<TargetLock, Stop> lock_target(const Session& session, const std::string& directory) {
  const Options& options = session.options;
  const LockOwner owner = this_process(fmt::format("{} {}", options.program, command_word(options.command)));
  const auto stop = [] { return InterruptGuard::requested(); };
  const auto refused = [](const LockError& error) {
    if (InterruptGuard::requested()) return interrupted();
    return Stop{error.held ? ExitCode::conflict : ExitCode::failed, error.message, error.fix,
                error.held ? rules::kLocked.code : 0};
  };
  TargetLock out;
  for (const std::string& each : lock_directories(session, directory)) {
    if (auto made = make_directories(each); !made) return state_stop(session, each, made.error());
    auto lock = Lock::acquire(each, owner, options.lock_timeout, stop);
    if (!lock && !lock.error().held) return state_stop(session, each, {lock.error().message, lock.error().fix});
    if (!lock) return refused(lock.error());
    out.locks.push_back(*std::move(lock));
  }
  auto place = server_lock_place(session);
  if (!place) return place.error();
  if (*place == nullptr) return out;
  auto lock = ServerLock::acquire(*std::move(place), owner, options.lock_timeout, stop);
  if (!lock) return refused(lock.error());
  out.server.emplace(*std::move(lock));
  return out;
}

Expected<void, Stop> wait_for_others(const Session& session, const std::string& locks) {
  using Clock = std::chrono::steady_clock;
  const Options& options = session.options;
  if (options.lock_timeout.count() == 0) return {};
  const Clock::time_point deadline = Clock::now() + options.lock_timeout;
  for (const std::string& each : lock_directories(session, locks)) {
    while (const auto owner = Lock::holder(each)) {
      if (InterruptGuard::requested()) return interrupted();
      if (Clock::now() >= deadline) {
        return Stop{ExitCode::conflict, "another run is at work: " + owner->text(), "wait longer for it with --lock-timeout",
                    rules::kLocked.code};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  return {};
}

Stop state_stop(const Session& session, const std::string& directory, const Error& error) {
  const bool lakes_own = is_lake(session.options) && directory == lake_state(session.options);
  std::string fix = error.fix;
  if (lakes_own && fix.empty()) fix = "name a lake that this user can write to with --target";
  if (!lakes_own && fix.find("--state") == std::string::npos) {
    fix += fix.empty() ? "name another place with --state" : ", or name another place with --state";
  }
  return {ExitCode::failed, error.message, std::move(fix)};
}

Expected<void, Stop> refuse_broken_off(const RunStore& store) {
  const auto runs = store.unfinished();
  if (!runs) return Stop{ExitCode::usage, runs.error().message, runs.error().fix};
  if (runs->empty()) return {};
  return Stop{ExitCode::unfinished, fmt::format("run {} was broken off", runs->front().id),
              "status tells what it had done; recover finishes it"};
}

Expected<void, Stop> refuse_unfinished(const RunStore& store, const std::string& locks) {
  auto clear = refuse_broken_off(store);
  if (clear || clear.error().code != ExitCode::unfinished) return clear;
  const auto owner = Lock::holder(locks);
  if (!owner) return clear;
  return Stop{ExitCode::conflict, "another run is at work: " + owner->text(), "wait until it is over", rules::kLocked.code};
}

void note_unfinished(const Session& session) {
  if (session.target.executor == nullptr) return;
  const auto state = open_state(session);
  if (!state) return;
  const auto clear = refuse_unfinished(RunStore(state->store), state->locks);
  if (!clear) print_error("note: " + clear.error().message + (clear.error().fix.empty() ? "\n" : "; " + clear.error().fix + "\n"));
}

JournalRecord who_runs(const Session& session) {
  const LockOwner self = this_process("");
  JournalRecord record;
  record.host = self.host;
  record.user = self.user;
  record.pid = self.pid;
  record.git = git_revision();
  record.expect = session.options.command == Command::apply ? session.options.expect : "";
  record.text = fmt::format("{} {}", session.options.program, command_word(session.options.command));
  return record;
}

}  // namespace delta::app
