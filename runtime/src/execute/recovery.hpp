#pragma once
#include <optional>
#include <string>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/plan/plan.hpp"
#include "execute/journal.hpp"

namespace delta {

/// What became of a table in a run that was broken off, as its state tells.
struct RecoveredTable {
  std::size_t table = 0;  ///< its place in the plan
  std::size_t done = 0;   ///< units before this one ran
  std::size_t known = 0;  ///< of them, those before this one are written down as done
  bool begun = false;     ///< the run had begun to change it
  bool over = false;      ///< all that was to run ran
  bool pending = false;   ///< one of its units had begun, and its end was not written down
  ObservedTable now{};    ///< what it is, unless there is a problem
  std::string problem;    ///< it is neither as before nor as after any unit that may have run: changed by another
};

/// Reads every table that the plan changes, in bulk, and compares it with what its units leave behind. `journal` tells
/// which of them may have run; without one (the machine that ran it is gone) any may. `only`: the place of the one
/// table that is asked for. An error: the target cannot be read.
Expected<std::vector<RecoveredTable>> examine_run(const Plan& plan, const Journal* journal, CatalogReader& reader,
                                                  std::optional<std::size_t> only = std::nullopt);

/// The plan with the units that ran marked as done: what is left of it is to run.
Plan remaining_plan(Plan plan, const std::vector<RecoveredTable>& tables);

}  // namespace delta
