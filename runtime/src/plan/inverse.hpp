#pragma once
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"

namespace delta {

/// Why nothing takes a step back, for people: "Delta widens types and does not narrow them".
struct NoInverse {
  std::string reason;
  bool operator==(const NoInverse&) const = default;
};

/// What an inverse may count on.
struct InverseContext {
  const Capabilities& capabilities;
  bool unwritten = true;       ///< nobody wrote rows since the step ran: what it made is empty
  bool dropped_empty = false;  ///< what the step dropped held no row: its unit ran only because nobody had written
};

/// The actions that take `action` back, in the order in which they run; none where the table is not touched at all (a
/// schema that was made stays). `before` is the table as it was before the action. Pure, and the one place that knows:
/// `apply --require-reversible`, rollback and recovery read it.
Expected<std::vector<Action>, NoInverse> inverse_of(const Action& action, const ObservedTable& before,
                                                    const InverseContext& context);

/// "drop column note cannot be undone: …"
std::string one_way_text(const Action& action, const std::string& reason);

/// A step of a plan that runs, and what takes it back.
struct StepBack {
  const Step* step = nullptr;
  std::size_t index = 0;  ///< of all steps of the table's plan
  std::vector<Action>
      actions;         ///< none also where another step's inverse takes it back: that of the column or table it is in
  std::string reason;  ///< why nothing does; empty when something does
};

/// The steps of a table's first `units` units that run, in their order, each with what takes it back. `unwritten`:
/// nobody has written rows since.
std::vector<StepBack> steps_back(const TablePlan& table, std::size_t units, const Capabilities& capabilities,
                                 bool unwritten);

/// Those of a table's plan that nothing takes back right after the run.
std::vector<StepBack> one_way_steps(const TablePlan& table, const Capabilities& capabilities);

/// Refuses every table of which a step runs that cannot be taken back: an error finding for each such step, and nothing
/// runs for the table.
void refuse_one_way_steps(Plan& plan, const Capabilities& capabilities);

/// What of a run stays in a table that is taken back in part, for people; empty: nothing does.
std::string what_stays(const TablePlan& back);

/// True if what a step does belongs to another table than its plan's, as a foreign key that has to go for a moment.
bool acts_on_another_table(const Action& action);

}  // namespace delta
