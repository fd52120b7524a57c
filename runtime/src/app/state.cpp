#include "app/state.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <functional>
#include <thread>

#include "adapters/lake_target.hpp"
#include "adapters/state_beside_lake.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "delta/rules/changes.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

TableName state_schema(const Options& options) {
  return TableName::parse(map_schema_catalog(options.state_schema, options.catalog_map));
}

/// What is said to who would have to wait, and can say how long or not.
std::string wait_text(const Options& options) {
  const bool waits = options.command == Command::apply || options.command == Command::recover;
  return waits ? "wait for it with --lock-timeout" : "wait until it is over";
}

/// Somebody has the lock. `flocked`: as flock(2) told, and not a server.
Stop locked_by(const LockOwner& owner, bool flocked, const std::string& wait) {
  if (!flocked && is_gone(owner)) return {ExitCode::conflict, kLeftBehind + owner.text(), kUnlock, rules::kLocked.code};
  return {ExitCode::conflict, "another run is at work: " + owner.text(), wait + way_out(owner, flocked),
          rules::kLocked.code};
}

Stop broken_off(const StoredRun& run) {
  if (run.unreadable) {
    return {ExitCode::unfinished, fmt::format("whether run {} is over cannot be told: {}", run.id, run.problem),
            run.fix};
  }
  return {ExitCode::unfinished, fmt::format("run {} was broken off", run.id),
          run.problem.empty()
              ? "status tells what it had done; recover finishes it"
              : "its journal is damaged: look at its tables, then recover --abandon REASON gives it up"};
}

Stop interrupted() { return {ExitCode::interrupted, "interrupted; nothing was changed", ""}; }

}  // namespace

Expected<StatePlace, Stop> open_state(const Session& session) {
  const Options& options = session.options;
  if (in_schema(options.state) && !session.target.schema_state) {
    return Stop{ExitCode::usage, "--state schema is for odbc: targets", "a folder of that name is written ./schema"};
  }
  auto place = in_schema(options.state)
                   ? open_state_in(session.target, state_schema(options), options.state)
                   : delta::open_state(session.target.reader->capabilities().target, options.state);
  if (!place) return stop_for(place.error(), ExitCode::usage);
  return *std::move(place);
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
  return session.target.lock_place(state_schema(options));
}

Expected<TargetLock, Stop> lock_target(const Session& session, const StatePlace& place) {
  const Options& options = session.options;
  const LockOwner owner = this_process(fmt::format("{} {}", options.program, command_word(options.command)));
  const auto stop = [] { return InterruptGuard::requested(); };
  const auto refused = [](const LockError& error) {
    if (InterruptGuard::requested()) return interrupted();
    return Stop{error.held ? ExitCode::conflict : ExitCode::failed, error.message, error.fix,
                error.held ? rules::kLocked.code : 0};
  };
  TargetLock out;
  auto locks = lock_all(place, owner, options.lock_timeout, stop);
  if (!locks) {
    const auto& [folder, why] = locks.error();
    if (!why.held) return state_stop(session, folder, {why.message, why.fix});
    return refused(why);
  }
  out.locks = *std::move(locks);
  auto server = server_lock_place(session);
  if (!server) return server.error();
  if (*server == nullptr) {
    if (const auto clear = refuse_elsewhere(session); !clear) return clear.error();
    return out;
  }
  auto lock = ServerLock::acquire(*std::move(server), owner, options.lock_timeout, stop);
  if (!lock) return refused(lock.error());
  out.server.emplace(*std::move(lock));
  return out;
}

namespace {

/// Waits as `wait` does, a statement a second, while another run holds the server's lock.
Expected<void, Stop> wait_for_server(const Session& session,
                                     const std::function<Expected<void, Stop>(const LockOwner&, bool)>& wait) {
  using Clock = std::chrono::steady_clock;
  for (;;) {
    const auto owner = server_lock_holder(session);
    if (!owner) return owner.error();
    if (!*owner) return {};
    for (const auto again = Clock::now() + std::chrono::seconds(1); Clock::now() < again;) {
      if (auto waited = wait(**owner, false); !waited) return waited;
    }
  }
}

}  // namespace

Expected<std::optional<LockOwner>, Stop> server_lock_holder(const Session& session) {
  const auto place = server_lock_place(session);
  if (!place) return place.error();
  if (*place == nullptr) return std::optional<LockOwner>();
  auto owner = ServerLock::holder(**place);
  if (!owner) return stop_for(owner.error());
  return *std::move(owner);
}

Expected<void, Stop> wait_for_others(const Session& session, const StatePlace& place) {
  using Clock = std::chrono::steady_clock;
  const Options& options = session.options;
  if (options.lock_timeout.count() == 0) return {};
  const Clock::time_point deadline = Clock::now() + options.lock_timeout;
  const auto wait = [&](const LockOwner& owner, bool flocked) -> Expected<void, Stop> {
    if (InterruptGuard::requested()) return interrupted();
    if (Clock::now() >= deadline) return locked_by(owner, flocked, "wait longer for it with --lock-timeout");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return {};
  };
  for (const std::string& each : place.lock_folders()) {
    while (const auto owner = Lock::holder(each)) {
      if (auto waited = wait(*owner, true); !waited) return waited;
    }
  }
  return wait_for_server(session, wait);
}

Stop state_stop(const Session& session, const std::string& directory, const Error& error) {
  const auto lake = lake_folder(session.target.reader->capabilities().target);
  const bool lakes_own = lake && state_in_lake(*lake) == directory;
  std::string fix = error.fix;
  if (lakes_own && fix.empty()) fix = "name a lake that this user can write to with --target";
  if (!lakes_own && fix.find("--state") == std::string::npos) {
    fix += fix.empty() ? "name another place with --state" : ", or name another place with --state";
  }
  return {ExitCode::failed, error.message, std::move(fix)};
}

Expected<void, Stop> refuse_broken_off(const RunStore& store) {
  const auto runs = store.unfinished();
  if (!runs) return stop_for(runs.error());
  if (runs->empty()) return {};
  return broken_off(runs->front());
}

Expected<std::vector<StoredRun>, Stop> still_unfinished(const RunStore& store, const std::vector<StoredRun>& seen) {
  auto runs = store.unfinished();
  if (!runs) return stop_for(runs.error());
  std::erase_if(*runs, [&](const StoredRun& run) {
    return std::ranges::none_of(seen, [&](const StoredRun& each) { return each.id == run.id; });
  });
  return *std::move(runs);
}

namespace {

Stop broken_off_elsewhere(const std::string& lake, const std::string& place) {
  return {ExitCode::unfinished, fmt::format("a run of this lake was broken off that is remembered in {}", place),
          fmt::format("recover --state {} finishes it; if that place is gone for good, remove {}",
                      report::shell_word(place), elsewhere_file(lake))};
}

}  // namespace

Expected<void, Stop> refuse_elsewhere(const Session& session) {
  const auto lake = lake_folder(session.target.reader->capabilities().target);
  if (!lake) return {};
  const std::string& named = session.options.state;
  if (const auto place = unfinished_elsewhere(*lake, named)) return broken_off_elsewhere(*lake, *place);
  if (named.empty()) return {};
  const auto own = RunStore(state_in_lake(*lake)).unfinished();
  if (!own) return stop_for(own.error());
  if (own->empty()) return {};
  return Stop{ExitCode::unfinished,
              fmt::format("run {} was broken off, which is remembered in the lake", own->front().id),
              "recover without --state finishes it"};
}

Expected<void, Stop> refuse_unfinished(const Session& session, const RunStore& store, const std::string& locks) {
  if (const auto clear = refuse_elsewhere(session); !clear) {
    const auto lake = lake_folder(session.target.reader->capabilities().target);
    if (const auto owner = Lock::holder(state_in_lake(*lake)))
      return locked_by(*owner, true, wait_text(session.options));
    if (const auto still = refuse_elsewhere(session); !still) return still.error();
  }
  const auto runs = store.unfinished();
  if (!runs) return stop_for(runs.error());
  if (runs->empty()) return {};
  auto owner = Lock::holder(locks);
  const bool flocked = owner.has_value();
  if (!owner && in_schema(session.options.state)) {
    auto elsewhere = server_lock_holder(session);
    if (!elsewhere) return elsewhere.error();
    owner = *std::move(elsewhere);
  }
  if (owner) return locked_by(*owner, flocked, wait_text(session.options));
  // It held the lock when it was seen, or was broken off: since then it may have come to its end.
  const auto still = still_unfinished(store, *runs);
  if (!still) return still.error();
  if (still->empty()) return {};
  return broken_off(still->front());
}

bool note_missing_lake(const Session& session) {
  const auto lake = lake_folder(session.target.reader->capabilities().target);
  const bool missing = lake && ::access(lake->c_str(), F_OK) != 0 && errno == ENOENT;
  if (missing) print_error("note: there is no folder " + report::printable(*lake) + "\n");
  return missing;
}

void note_unfinished(const Session& session) {
  if (session.target.executor == nullptr) return;
  const auto state = open_state(session);
  if (!state) return;
  const auto clear = refuse_unfinished(session, RunStore(state->store), state->locks);
  if (!clear) print_error("note: " + in_one_line(clear.error().message, clear.error().fix) + '\n');
}

JournalRecord who_runs(const Session& session) {
  JournalRecord record = this_run(fmt::format("{} {}", session.options.program, command_word(session.options.command)));
  record.expect = session.options.command == Command::apply ? session.options.expect : "";
  return record;
}

}  // namespace delta::app
