#pragma once
#include <string>
#include <vector>

#include "execute/recovery.hpp"
#include "execute/run_course.hpp"
#include "plan/way_back.hpp"

namespace delta {

/// Which tables of a run are taken back, and as what.
struct UndoScope {
  std::vector<std::size_t> only{};  ///< places in the run's plan; empty: all that the run began with
  bool is_over = false;             ///< the run is over: what went on after it is not its own
};

/// A plan that takes something back, and for each of its tables the place in the run's plan.
struct UndoPlan {
  Plan plan;
  std::vector<std::size_t> places;
};

/// The plan that takes a run, or some of its tables, back: its tables in reverse order, the inverse of each step that
/// ran, from what the tables are now. `found` is what `examine_run` says of the course's plan and journal. A table that
/// is not what the run left, and one with a step that nothing takes back, has an error finding, and nothing is to run
/// for it.
UndoPlan undo_plan(const RunCourse& course, const std::vector<RecoveredTable>& found, const Capabilities& capabilities,
                   const WayBackOptions& options, const UndoScope& scope = {});

/// The errors that stand in the way of a plan that takes something back, each with its table. Empty when nothing does.
Findings obstacles(const Plan& undo);

}  // namespace delta
