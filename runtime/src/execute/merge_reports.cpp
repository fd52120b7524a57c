#include "execute/merge_reports.hpp"

#include <algorithm>
#include <iterator>

#include "plan/inverse.hpp"

namespace delta {
namespace {

/// What either pass left of the table.
void enter_state(const TableReport& pass, TableReport& table) {
  table.commits += pass.commits;
  table.elapsed += pass.elapsed;
  table.fingerprint = pass.fingerprint;
  table.unseen = pass.unseen;
}

bool holds(const TableReport& table, const StepReport& step) {
  return std::ranges::any_of(table.units, [&](const UnitReport& unit) {
    return std::ranges::any_of(
        unit.steps, [&](const StepReport& each) { return each.action == step.action && each.subject == step.subject; });
  });
}

bool ran(const TableReport& pass, const Action& action) {
  const std::string subject = action_subject(action);
  return std::ranges::any_of(pass.units, [&](const UnitReport& unit) {
    return unit.status == StepStatus::done && std::ranges::any_of(unit.steps, [&](const StepReport& step) {
             return step.status == StepStatus::done && step.action == action_name(action) && step.subject == subject;
           });
  });
}

bool names(const std::vector<const Step*>& steps, const StepReport& step) {
  return std::ranges::any_of(steps, [&](const Step* each) {
    return step.action == action_name(each->action) && step.subject == action_subject(each->action);
  });
}

bool planned(const UnitReport& unit) { return unit.status == StepStatus::planned; }

}  // namespace

std::vector<const Step*> undone_steps(const CourseTable& table, const TableReport& back,
                                      const Capabilities& capabilities) {
  std::vector<const Step*> out;
  for (const CoursePart& part : table.parts) {
    for (const StepBack& each : steps_back(part.plan, part.plan.units.size(), capabilities, true)) {
      const bool undone = !each.actions.empty() &&
                          std::ranges::all_of(each.actions, [&](const Action& action) { return ran(back, action); });
      if (undone) out.push_back(each.step);
    }
  }
  return out;
}

void enter_back(const TableReport& back, const std::vector<const Step*>& undone, TableReport& table) {
  enter_state(back, table);
  table.steps_undone = back.steps_undone;
  table.verified = back.verified;
  table.version_after = back.version_after;
  const bool whole = back.status == TableStatus::undone;
  for (UnitReport& unit : table.units) {
    if (unit.status != StepStatus::done) continue;
    bool some_left = false;
    for (StepReport& step : unit.steps) {
      if (step.status != StepStatus::done) continue;
      if (whole || names(undone, step)) step.status = StepStatus::undone;
      some_left = some_left || step.status == StepStatus::done;
    }
    if (!some_left) unit.status = StepStatus::undone;
  }
}

void enter_more(const TableReport& more, TableReport& table) {
  enter_state(more, table);
  table.steps_done += more.steps_done;
  if (more.version_after) table.version_after = more.version_after;
  table.outcome_unknown = table.outcome_unknown || more.outcome_unknown;
  if (!more.reason.empty() && more.reason != table.reason) table.reason += "; " + more.reason;
  table.findings.insert(table.findings.end(), more.findings.begin(), more.findings.end());
  // Steps of the pass stand in it; what it left out stays behind them.
  std::vector<UnitReport> left;
  std::ranges::copy_if(table.units, std::back_inserter(left), planned);
  std::erase_if(table.units, planned);
  table.units.insert(table.units.end(), more.units.begin(), more.units.end());
  for (UnitReport& unit : left) {
    std::erase_if(unit.steps, [&](const StepReport& step) { return holds(more, step); });
    for (StepReport& step : unit.steps) {
      if (step.status == StepStatus::planned) step.reason = "it needs a step that failed";
    }
    if (!unit.steps.empty()) table.units.push_back(std::move(unit));
  }
}

}  // namespace delta
