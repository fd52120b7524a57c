#pragma once
#include <memory>
#include <string>
#include <vector>

#include "delta/engine.hpp"
#include "delta/execute/state_store.hpp"
#include "execute/lock.hpp"

namespace delta {

/// Where the runs of a target are remembered.
struct StatePlace {
  std::string locks;                ///< the folder whose lock stands for it
  std::vector<std::string> others;  ///< more folders to lock: the lake's own, if its state is kept elsewhere
  std::shared_ptr<StateStore> store;

  std::vector<std::string> lock_folders() const;
};

/// Why a run cannot have its target to itself.
struct PlaceLockError {
  std::string folder;  ///< that could not be locked
  LockError why;
};

/// Locks all folders of a place, made where they are not there yet; waits up to `timeout` for each.
Expected<std::vector<Lock>, PlaceLockError> lock_all(const StatePlace& place, const LockOwner& owner,
                                                     std::chrono::milliseconds timeout,
                                                     const std::function<bool()>& stop_requested = nullptr);

/// `schema` or `schema:DIR`: the schema of the target that `--state-schema` names keeps them, and DIR, or the user's
/// state directory, the journal of the run at work.
bool in_schema(const std::string& named);

/// `target` is what its capabilities call it. `named` is a folder or `sqlite:FILE`; empty: `.deltac` of a lake, else
/// the user's state directory.
Expected<StatePlace> open_state(const std::string& target, const std::string& named);
/// The same for `named` as in `in_schema`. `at` is the target's, which can keep them.
Expected<StatePlace> open_state_in(const Target& at, const TableName& schema, const std::string& named);

}  // namespace delta
