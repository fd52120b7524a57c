#pragma once
#include "delta/catalog/prober.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// Asks the target's server what a plan cannot know from the tables' state, before anything runs: whether it takes each
/// CHECK, DEFAULT and generation expression, and, if `look_at_rows`, whether the rows that are there keep each new
/// CHECK. What it refuses, and what rows break, becomes an error finding of the table, of which then nothing runs.
/// How many rows were looked at is said in the steps' impact and in the plan's notes. Of views that the plan replaces
/// or drops what it is that they are is asked as well: with that they can be made again.
///
/// `registry` is filled: it names the keys by which an example row is shown. An error: no answer came.
Expected<void> preflight(Plan& plan, const Registry& registry, Prober& prober, bool look_at_rows);

}  // namespace delta
