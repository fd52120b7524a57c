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

/// A step that cannot be taken back, and why.
struct OneWayStep {
  const Step* step;
  std::string reason;
};

/// The steps of a table that run and cannot be taken back, if everything is undone right after the run. A table that is
/// made is dropped again whatever else was done to it.
std::vector<OneWayStep> one_way_steps(const TablePlan& table, const Capabilities& capabilities);

/// Refuses every table of which a step runs that cannot be taken back: an error finding for each such step, and nothing
/// runs for the table.
void refuse_one_way_steps(Plan& plan, const Capabilities& capabilities);

/// True if what a step does belongs to another table than its plan's, as a foreign key that has to go for a moment.
bool acts_on_another_table(const Action& action);

}  // namespace delta
