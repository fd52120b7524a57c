#pragma once
#include <string>
#include <vector>

#include "delta/execute/apply.hpp"
#include "delta/plan/planner.hpp"
#include "execute/on_failure.hpp"
#include "execute/run_store.hpp"

namespace delta {

/// How a run is carried on with beyond its plan.
struct RunPolicy {
  OnFailure on_failure = OnFailure::stop;
  PlanOptions undo{};     ///< of what is undone: the policy, and what may be dropped though others wrote to it
  bool back = false;      ///< the plan takes a run back, which is over only once all of it is
  bool recovers = false;  ///< the plan is the rest of a run, which is over only once nothing of it is left
  /// Of a run that is gone on with: its own plan, and what its journal holds.
  const Plan* own_plan = nullptr;
  const Journal* so_far = nullptr;
};

/// Runs a plan and writes down every unit before and after it, and what is undone as well. The run is over unless the
/// journal could not be written or something could not be undone: a unit whose outcome nobody could tell stands there
/// as such, and the next plan goes by what the tables hold.
SyncReport run_journalled(Plan plan, RunStore& store, RunJournal journal, CatalogReader& reader, PlanExecutor& executor,
                          ApplyObserver observer = {}, const RunConditions& conditions = {},
                          const RunPolicy& policy = {});

}  // namespace delta
