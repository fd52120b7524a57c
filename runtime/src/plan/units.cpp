#include "plan/units.hpp"

#include <algorithm>
#include <iterator>

#include "delta/catalog/visible_part.hpp"
#include "delta/sql/render.hpp"

namespace delta {
namespace {

/// Moves or removes the table's directory: never part of a commit in its log.
bool whole_table(const Step& step) {
  return std::holds_alternative<action::RenameTable>(step.action) ||
         std::holds_alternative<action::DropTable>(step.action);
}

class UnitMaker {
 public:
  UnitMaker(const ObservedTable& observed, const MarkToWrite& mark, const sql::Dialect& dialect)
      : mark_(mark), dialect_(dialect), fingerprint_(visible_fingerprint(observed, observed.blind)) {
    // Only what `simulate` changes and a fingerprint reads.
    state_.name = observed.name;
    state_.presence = observed.presence;
    state_.table = observed.table;
    state_.protocol = observed.protocol;
    blind_ = observed.blind;
    if (mark_.parts) during_ = encode(mark_during(*mark_.parts));
  }

  /// One unit per commit: all that happens inside the table's log together, whole-table steps by themselves.
  std::vector<Unit> per_commit(std::vector<Step> steps) {
    const bool alone = marks_alone(steps);
    std::vector<Unit> units;
    for (Step& step : steps) {
      const bool begins = units.empty() || whole_table(step) || whole_table(units.back().steps.back());
      if (begins) units.emplace_back();
      step.impact.seconds = 0;  // a commit on a lake is a file
      units.back().steps.push_back(std::move(step));
    }
    if (alone && (units.empty() || whole_table(units.back().steps.back()))) units.emplace_back();
    for (Unit& unit : units) finish_commit(unit, alone);
    return units;
  }

  /// One unit per statement; a step that is skipped stays with what stands before it.
  std::vector<Unit> per_statement(std::vector<Step> steps) {
    std::vector<Action> actions;
    for (const Step& step : steps) {
      if (!step.skipped) actions.push_back(step.action);
    }
    const bool alone = marks_alone(steps);
    const std::string mark = !actions.empty() || alone ? during_ : std::string();
    const auto statements = sql::render_statements(state_.name, actions, mark, dialect_);
    std::vector<Unit> units;
    std::size_t end = 0;  // of the running actions that the last unit holds
    std::size_t running = 0;
    for (Step& step : steps) {
      const bool runs = !step.skipped;
      if (units.empty() || (runs && running == end)) {
        units.emplace_back();
        end = running;
      }
      if (runs) end = std::max(end, end_of_statement(statements, running++));
      units.back().steps.push_back(std::move(step));
    }
    if (units.empty() && !statements.empty()) units.emplace_back();
    spread(statements, mark, units);
    for (Unit& unit : units) run_through(unit);
    const bool written = std::any_of(statements.begin(), statements.end(), [](const auto& each) { return each.marks; });
    if (alone && !written) {
      Unit& last = units.emplace_back();
      last.statements = sql::render(state_.name, {}, mark, dialect_);
      last.mark = decode_mark(mark);
      run_through(last);
    }
    return units;
  }

 private:
  /// Whether the mark is written though no other step goes with it. A table that took another name must remember that
  /// one; a table whose rename has to wait is not touched at all.
  bool marks_alone(const std::vector<Step>& steps) const {
    if (!mark_.parts) return false;
    for (const Step& step : steps) {
      if (std::holds_alternative<action::RenameTable>(step.action)) return !step.skipped;
    }
    return mark_.alone;
  }

  static std::size_t end_of_statement(const std::vector<sql::Statement>& statements, std::size_t action) {
    for (const sql::Statement& each : statements) {
      if (action >= each.first && action < each.first + each.count) return each.first + each.count;
    }
    return action + 1;
  }

  /// Gives each statement to the unit that holds its actions, and the mark to the unit that writes it.
  void spread(const std::vector<sql::Statement>& statements, const std::string& mark, std::vector<Unit>& units) const {
    std::size_t action = 0;
    std::size_t unit = 0;
    const auto running = [](const Unit& one) {
      return static_cast<std::size_t>(
          std::count_if(one.steps.begin(), one.steps.end(), [](const Step& step) { return !step.skipped; }));
    };
    for (const sql::Statement& each : statements) {
      while (unit + 1 < units.size() && each.first >= action + running(units[unit])) action += running(units[unit++]);
      units[unit].statements.push_back(each.text);
      if (each.marks) units[unit].mark = decode_mark(mark);
    }
  }

  void finish_commit(Unit& unit, bool alone) {
    std::vector<Action> actions;
    for (const Step& step : unit.steps) {
      if (!step.skipped) actions.push_back(step.action);
    }
    const TableName name = state_.name;
    run_through(unit);
    const bool in_log = unit.steps.empty() || !whole_table(unit.steps.front());
    const bool marks = mark_.parts && in_log && (alone || !actions.empty());
    unit.statements = sql::render(name, actions, marks ? during_ : std::string(), dialect_);
    if (!marks) return;
    unit.mark = mark_after(*mark_.parts, state_.table);
  }

  void run_through(Unit& unit) {
    unit.before = fingerprint_;
    bool ran = false;
    for (const Step& step : unit.steps) {
      if (step.skipped) continue;
      simulate(state_, step.action);
      ran = true;
    }
    if (ran) fingerprint_ = visible_fingerprint(state_, blind_);
    unit.after = fingerprint_;
  }

  ObservedTable state_;
  Aspects blind_;  // a fingerprint says no more than the reader saw
  const MarkToWrite& mark_;
  const sql::Dialect& dialect_;
  std::string fingerprint_;
  std::string during_;
};

}  // namespace

std::vector<Unit> make_units(std::vector<Step> steps, const ObservedTable& observed, const MarkToWrite& mark,
                             const Capabilities& capabilities, const sql::Dialect& dialect) {
  UnitMaker maker(observed, mark, dialect);
  return capabilities.atomic_table_commit ? maker.per_commit(std::move(steps)) : maker.per_statement(std::move(steps));
}

}  // namespace delta
