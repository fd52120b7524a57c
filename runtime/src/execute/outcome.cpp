#include "execute/outcome.hpp"

#include <vector>

#include "delta/catalog/visible_part.hpp"
#include "delta/plan/action.hpp"

namespace delta {
namespace {

/// What became of a unit, as far as the target tells.
struct Outcome {
  enum class Kind { done, nothing, part, untold, unreadable };
  Kind kind = Kind::part;
  std::string problem;  ///< why it is unreadable
};

/// What the plan foresees once the units before `unit` ran, and that one too if `including`.
ObservedTable foreseen(const TablePlan& table, const Unit& unit, bool including) {
  ObservedTable state = table.observed;
  for (const Unit& each : table.units) {
    if (&each == &unit && !including) break;
    for (const Step& step : each.steps) {
      if (!step.skipped) simulate(state, step.action);
    }
    if (&each == &unit) break;
  }
  return state;
}

bool is_as_foreseen(const TablePlan& table, const Unit& unit, bool including, const ObservedTable& now) {
  const std::string& wanted = including ? unit.after : unit.before;
  if (!now.present()) return wanted.empty();
  std::set<Aspect> blind = table.observed.blind;
  std::set<Aspect> blinder = now.blind;
  for (const Aspect aspect : blind) blinder.erase(aspect);
  if (!hides_something(blinder)) return visible_fingerprint(now, blind) == wanted;
  blind.merge(blinder);
  return visible_fingerprint(now, blind) == visible_fingerprint(foreseen(table, unit, including), blind);
}

Outcome outcome_of(CatalogReader& reader, const TablePlan& table, const Unit& unit, const TableName& after) {
  // A rename is seen under one of two names.
  std::vector<TableName> names{after};
  for (const TableName& other : {table.observed_name, table.name}) {
    if (!other.text().empty() && names.front() != other && names.back() != other) names.push_back(other);
  }
  const auto read = reader.read(names);
  if (!read) return {Outcome::Kind::unreadable, read.error().message};
  for (const ObservedTable& each : *read) {
    if (each.presence == Presence::failed || each.presence == Presence::not_visible) {
      return {Outcome::Kind::unreadable, each.problem};
    }
  }
  // Rows were to be written, which no table's state tells of.
  if (unit.before == unit.after && !unit.steps.empty()) return {Outcome::Kind::untold, {}};
  if (is_after(table, unit, read->front())) return {Outcome::Kind::done, {}};
  for (const ObservedTable& each : *read) {
    if (each.present()) return {is_before(table, unit, each) ? Outcome::Kind::nothing : Outcome::Kind::part, {}};
  }
  return {unit.before.empty() ? Outcome::Kind::nothing : Outcome::Kind::part, {}};
}

}  // namespace

bool is_after(const TablePlan& table, const Unit& unit, const ObservedTable& now) {
  return is_as_foreseen(table, unit, true, now);
}

bool is_before(const TablePlan& table, const Unit& unit, const ObservedTable& now) {
  return is_as_foreseen(table, unit, false, now);
}

Expected<UnitResult, ExecutionError> run_unit(PlanExecutor& executor, CatalogReader& reader, const TablePlan& table,
                                              const Unit& unit, const TableName& after) {
  auto result = executor.execute(table, unit);
  if (result || !result.error().unknown_outcome || result.error().kind == ExecutionError::Kind::interrupted)
    return result;
  ExecutionError error = std::move(result).error();
  const Outcome outcome = outcome_of(reader, table, unit, after);
  switch (outcome.kind) {
    case Outcome::Kind::done:
      return UnitResult{};
    case Outcome::Kind::nothing:
      if (error.retryable) return executor.execute(table, unit);
      error.message += "; read back, nothing of it ran";
      break;
    case Outcome::Kind::untold:
      if (error.retryable) return executor.execute(table, unit);
      error.message += "; whether it ran is not known";
      error.fix = "plan again: the rows themselves tell what is left to do";
      break;
    case Outcome::Kind::part:
      error.message += "; read back, the table is neither as before nor as planned";
      error.fix = "plan again: it goes on from what is there";
      break;
    case Outcome::Kind::unreadable:
      error.message += "; whether it ran is not known, for the table cannot be read: " + outcome.problem;
      error.fix = "plan again once it can be read";
      break;
  }
  return error;
}

}  // namespace delta
