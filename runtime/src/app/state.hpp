#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/open_state.hpp"
#include "app/session.hpp"
#include "execute/lock.hpp"
#include "execute/run_store.hpp"
#include "execute/server_lock.hpp"

namespace delta::app {

/// Where the runs of this target are remembered.
Expected<StatePlace, Stop> open_state(const Session& session);

/// The locks of a target, held together: that of the state directory, and that of the lake itself if its state is kept
/// elsewhere, or that of the server if a schema was named for it. Tells of one that cannot be given back.
struct TargetLock {
  std::vector<Lock> locks;
  std::optional<ServerLock> server{};

  TargetLock() = default;
  TargetLock(TargetLock&& other) noexcept
      : locks(std::move(other.locks)), server(std::exchange(other.server, std::nullopt)) {}
  TargetLock& operator=(TargetLock&&) = delete;
  ~TargetLock();
};
Expected<TargetLock, Stop> lock_target(const Session& session, const StatePlace& place);

/// What holds the server's lock; nothing where no schema was named for it. An error: the target has no such place.
Expected<std::unique_ptr<LockPlace>, Stop> server_lock_place(const Session& session);

/// Who holds it; nothing if nobody does.
Expected<std::optional<LockOwner>, Stop> server_lock_holder(const Session& session);

/// Waits as long as --lock-timeout says until no run holds the lock: what is planned then is not what a run still
/// changes. Without --lock-timeout nobody is waited for here.
Expected<void, Stop> wait_for_others(const Session& session, const StatePlace& place);

/// `error` about a file in a folder of the state, and where else the state could be: a lake's lock has no other place.
Stop state_stop(const Session& session, const std::string& directory, const Error& error);

/// Refuses (exit 6) while a run of this lake is unfinished that is remembered in another place than this session's.
Expected<void, Stop> refuse_elsewhere(const Session& session);
/// Refuses (exit 6) while a run is unfinished; exit 5 if it is at work right now.
Expected<void, Stop> refuse_unfinished(const Session& session, const RunStore& store, const std::string& locks);
/// The same for who holds the lock: no other run can be at work.
Expected<void, Stop> refuse_broken_off(const RunStore& store);
/// Those of the unfinished runs `seen` that are so still. For who found the lock free meanwhile: what is unfinished
/// now and was before is nobody's.
Expected<std::vector<StoredRun>, Stop> still_unfinished(const RunStore& store, const std::vector<StoredRun>& seen);
/// Tells on standard error of a lake that is not there: a misspelt one has nothing unfinished, and no history. True if
/// it is so.
bool note_missing_lake(const Session& session);
/// Tells on standard error of a run that was broken off: for commands that only read.
void note_unfinished(const Session& session);

/// This process, for a journal.
JournalRecord who_runs(const Session& session);

}  // namespace delta::app
