#include "execute/outcome.hpp"

#include <algorithm>
#include <vector>

#include "delta/catalog/visible_part.hpp"
#include "delta/plan/action.hpp"
#include "delta/rules/changes.hpp"
#include "execute/traces.hpp"

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
  Aspects blind = table.observed.blind;
  Aspects blinder = now.blind;
  blinder.erase(blind);
  if (!hides_something(blinder)) return visible_fingerprint(now, blind) == wanted;
  blind.insert(blinder);
  return visible_fingerprint(now, blind) == visible_fingerprint(foreseen(table, unit, including), blind);
}

/// A platform gives a new table properties of its own, which nobody planned and nobody minds.
ObservedTable without_gifts(const TablePlan& table, const Unit& unit, ObservedTable now) {
  const ObservedTable planned = foreseen(table, unit, true);
  std::erase_if(now.table.properties,
                [&](const Property& each) { return planned.property(each.key.value) == nullptr; });
  return now;
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
    if (each.unread()) return {Outcome::Kind::unreadable, unread_text(each)};
  }
  // The table's own state tells nothing where rows were to be written, or something beside it.
  if (unit.before == unit.after && !unit.steps.empty()) {
    const auto told = left_a_trace(unit, read->front());
    return {!told ? Outcome::Kind::untold : *told ? Outcome::Kind::done : Outcome::Kind::nothing, {}};
  }
  if (is_after(table, unit, read->front())) return {Outcome::Kind::done, {}};
  for (const ObservedTable& each : *read) {
    if (each.present()) return {is_before(table, unit, each) ? Outcome::Kind::nothing : Outcome::Kind::part, {}};
  }
  return {unit.before.empty() ? Outcome::Kind::nothing : Outcome::Kind::part, {}};
}

/// What a cancelled unit did, though statements are cancelled.
Outcome spared_outcome(CatalogReader& reader, const TablePlan& table, const Unit& unit, const TableName& after,
                       const RunConditions& conditions) {
  const SparedReading spared(conditions);
  return outcome_of(reader, table, unit, after);
}

}  // namespace

const TableName& name_at(const TablePlan& table, std::size_t boundary) {
  for (std::size_t i = 0; i < table.units.size(); ++i) {
    for (const Step& step : table.units[i].steps) {
      if (!step.skipped && std::holds_alternative<action::RenameTable>(step.action)) {
        return i < boundary ? table.name : table.observed_name;
      }
    }
  }
  return table.observed_name;
}

bool is_after(const TablePlan& table, const Unit& unit, const ObservedTable& now) {
  if (is_as_foreseen(table, unit, true, now)) return true;
  const bool made = !table.observed.present() && now.present();
  return made && is_as_foreseen(table, unit, true, without_gifts(table, unit, now));
}

bool is_before(const TablePlan& table, const Unit& unit, const ObservedTable& now) {
  return is_as_foreseen(table, unit, false, now);
}

namespace {

using Kind = ExecutionError::Kind;

/// Whether the target must be read before anybody knows what the failure means.
bool leaves_open(const ExecutionError& error) {
  if (error.kind == Kind::interrupted) return error.unknown_outcome;
  return error.unknown_outcome || error.kind == Kind::exists || (error.kind == Kind::conflict && error.retryable);
}

/// What a failure means, now that the target was read and the unit is neither done nor to be tried again.
ExecutionError settled(ExecutionError error, const Outcome& outcome) {
  const bool exists = error.kind == Kind::exists;
  const bool conflict = error.kind == Kind::conflict;
  switch (outcome.kind) {
    case Outcome::Kind::done: break;
    case Outcome::Kind::nothing:
      error.unknown_outcome = false;
      if (exists) {  // and the reader sees nothing
        error.kind = Kind::failed;
        error.code = rules::kNotVisible.code;
      }
      if (!exists && !conflict) error.message += "; read back, nothing of it ran";
      break;
    case Outcome::Kind::untold:
      if (!conflict) error.message += "; whether it ran is not known";
      error.fix = "plan again: the rows themselves tell what is left to do";
      break;
    case Outcome::Kind::part:
      if (exists) {
        error.kind = Kind::conflict;
        error.message = "another client made it meanwhile, and not as it was planned";
      } else {
        error.message += "; read back, the table is neither as before nor as planned";
      }
      error.fix = "plan again: it goes on from what is there";
      break;
    case Outcome::Kind::unreadable:
      if (exists) {
        error.kind = Kind::conflict;
        error.message = outcome.problem;
        error.fix.clear();
      } else {
        error.message += "; whether it ran is not known, for the table cannot be read: " + outcome.problem;
        error.fix = "plan again once it can be read";
      }
      break;
  }
  return error;
}

/// `doubt`: an attempt before was never answered, and may have come to its end since.
std::string done_by_others(const TablePlan& table, bool doubt) {
  return table.name.text() + (doubt ? ": an earlier attempt or another client had done the same meanwhile"
                                    : ": another client had done the same meanwhile");
}

std::string found_done(const ExecutionError& error) { return error.message + "; read back, it had run"; }

/// What a unit drops is empty only as long as nobody has written since, and what it restores is what is lost otherwise.
std::optional<ExecutionError> written_since(CatalogReader& reader, const TablePlan& table, std::size_t unit) {
  if (!table.units[unit].only_at) return std::nullopt;
  const TableName names[] = {name_at(table, unit)};
  const auto read = reader.read(names);
  if (!read) return ExecutionError{Kind::failed, read.error().message, read.error().fix};
  if (read->front().version == table.units[unit].only_at) return std::nullopt;
  const auto& steps = table.units[unit].steps;
  const bool restores = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    return std::holds_alternative<action::RestoreTable>(step.action);
  });
  if (restores) {
    return ExecutionError{Kind::conflict,
                          names[0].text() + " changed meanwhile: RESTORE would take away what was written",
                          "look at what was written, and plan the way back again"};
  }
  return ExecutionError{Kind::conflict,
                        names[0].text() + " changed meanwhile: something was written to what is to be dropped",
                        "look at what was written; --allow drops it all the same"};
}

std::string tried_again(const TablePlan& table, const ExecutionError& error, bool untold) {
  const std::string name = table.name.text() + ": ";
  if (error.kind == Kind::conflict) {
    return name +
           (untold
                ? "another client changed the table meanwhile, and the step ran again"
                : "another client changed the table meanwhile; read again, it was as planned, and the step ran again");
  }
  return name + error.message +
         (untold ? "; whether it had run cannot be seen, and the step, which does the same either way, ran again"
                 : "; read back, nothing had run, and the step ran again");
}

}  // namespace

namespace {

Expected<UnitResult, ExecutionError> attempt(PlanExecutor& executor, CatalogReader& reader, const TablePlan& table,
                                             std::size_t number, const RunConditions& conditions, const AttemptLog& log,
                                             std::size_t& attempts) {
  const Unit& unit = table.units[number];
  const TableName& after = name_at(table, number + 1);
  Retry retry(conditions.retry, conditions.clock);
  std::string note;
  bool doubt = false;
  while (true) {
    if (auto written = written_since(reader, table, number)) return *std::move(written);
    ++attempts;
    auto result = executor.execute(table, unit);
    if (result) {
      if (!note.empty()) result->notes.push_back(note);
      return result;
    }
    if (!leaves_open(result.error())) return result;
    ExecutionError error = std::move(result).error();
    const bool stopped = error.kind == Kind::interrupted;
    const Outcome outcome =
        stopped ? spared_outcome(reader, table, unit, after, conditions) : outcome_of(reader, table, unit, after);
    if (outcome.kind == Outcome::Kind::done) {
      const bool by_others = error.kind == Kind::conflict || error.kind == Kind::exists;
      UnitResult done;
      done.found = found_done(error);
      done.notes.push_back(by_others ? done_by_others(table, doubt) : table.name.text() + ": " + done.found);
      return done;
    }
    const bool untold = outcome.kind == Outcome::Kind::untold;
    const bool again = outcome.kind == Outcome::Kind::nothing || untold;
    if (!again || !error.retryable) return settled(std::move(error), outcome);
    const auto wait = retry.next_wait(error.retry_after);
    if (!wait) {
      error = settled(std::move(error), outcome);
      if (retry.failures() > 1) error.message += " (tried " + std::to_string(retry.failures()) + " times)";
      return error;
    }
    if (log) {  // before the wait, in which this process may end
      if (const auto written = log(error); !written) {
        return ExecutionError{Kind::failed, written.error().message, written.error().fix};
      }
    }
    if (!conditions.clock.sleep(*wait)) {
      error = settled(std::move(error), outcome);
      error.kind = Kind::interrupted;
      error.message = "stopped, as asked, while waiting: " + error.message;
      return error;
    }
    doubt = doubt || (error.unknown_outcome && error.kind == Kind::failed);
    note = tried_again(table, error, untold);
  }
}

}  // namespace

Expected<UnitResult, ExecutionError> run_unit(PlanExecutor& executor, CatalogReader& reader, const TablePlan& table,
                                              std::size_t number, const RunConditions& conditions,
                                              const AttemptLog& log) {
  std::size_t attempts = 0;
  auto result = attempt(executor, reader, table, number, conditions, log, attempts);
  if (result) {
    result->attempts = attempts;
    return result;
  }
  ExecutionError error = std::move(result).error();
  error.attempts = attempts;
  return error;
}

}  // namespace delta
