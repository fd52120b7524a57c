#pragma once
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "delta/plan/planner.hpp"

namespace delta {

/// What a run did to a table by one plan: the units before `done` ran.
struct Stretch {
  const TablePlan* plan = nullptr;
  std::size_t done = 0;
};

/// What is known of a table that a run changed.
struct ChangedTable {
  std::vector<Stretch> stretches;  ///< oldest first: a table may have been planned again
  const ObservedTable* now = nullptr;
  bool unwritten = false;                      ///< nobody has committed to it since the run began with it
  std::optional<std::int64_t> version_before;  ///< the version that the run found
};

/// How a table may be taken back.
struct WayBackOptions {
  PlanOptions plan;   ///< its permissions and policy
  bool gated = true;  ///< every kind needs its permission, as in any plan; else only the drop of what others wrote into
};

inline WayBackOptions ungated(PlanOptions plan) { return {std::move(plan), false}; }

/// The plan that takes a table back to before a run: the inverse of each step that ran, the last one first. A step
/// without an inverse is an error finding, and then nothing runs for the table; with `--allow restore` the table comes
/// back as a whole, by one RESTORE, where nobody has written since and the target has an engine; with `--allow
/// partial-rollback` it is a warning, and the rest is taken back. What the policy does not let run is an error finding
/// too. Pure.
TablePlan way_back(const ChangedTable& table, const Capabilities& capabilities, const WayBackOptions& options);

/// True if what the unit does to the table is a commit in its log.
bool commits(const Unit& unit);

}  // namespace delta
