#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/lake/log_state.hpp"

namespace delta::lake {

/// The commit that a log ends with.
struct NewestCommit {
  std::int64_t version = -1;
  CommitInfo info;
  std::int64_t time = 0;  ///< milliseconds since 1970: what the commit says, else when its file was written
  bool torn = false;      ///< its text ends amidst an action, and nothing is known of it

  bool is_ours() const { return info.engine == "deltac"; }
};

/// Nothing if the log has no commit, or its newest is cleaned up already: then it is old. Throws `LogError`.
std::optional<NewestCommit> newest_commit(int log, const std::string& path);

/// The same of a version that is known.
std::optional<NewestCommit> commit_of_version(int log, const std::string& path, std::int64_t version);

/// Why nothing may be committed to the table now: another engine's commit is younger than `quiet_for`, or dated in the
/// future. Empty if nothing speaks against it. `now` is milliseconds since 1970.
std::string disturbance(const std::string& table, const NewestCommit& newest, std::chrono::milliseconds quiet_for,
                        std::int64_t now);

/// What to do about a disturbance.
std::string disturbance_fix(std::chrono::milliseconds quiet_for);

}  // namespace delta::lake
