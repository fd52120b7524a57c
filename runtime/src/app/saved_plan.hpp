#pragma once
#include "app/session.hpp"
#include "delta/report/plan_json.hpp"

namespace delta::app {

/// Reads a plan that was saved and looks whether this program may run it: one of its own version and of the checksum
/// that is expected. What the command line leaves open (target, variables) is taken from the plan.
Expected<SavedPlan, Stop> load_saved_plan(Options& options);

/// What a command starts from, with the plan that its line names.
Expected<Session, Stop> open_with_plan(Options options, Registry registry);

/// Whether the plan was made for this registry, target, dialect and these variables.
Expected<void, Stop> check_saved_plan(const Session& session, const SavedPlan& saved);

/// Whether every step of the plan can be undone, where --require-reversible asks for that.
Expected<void, Stop> check_reversible(const Session& session, const Plan& plan);

/// Whether a plan that takes a run back does so with all its steps: what waits for permission could not be taken back
/// later, from tables that are neither what they were before the run nor what it left.
Expected<void, Stop> check_goes_back_whole(const Session& session, const Plan& plan);

/// Whether the target still is what the plan was made for. `replan` shows what a new plan would be.
Expected<void, Stop> check_still_true(Session& session, const Plan& plan);

}  // namespace delta::app
