#include "execute/merge_reports.hpp"

#include <algorithm>
#include <iterator>

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

bool planned(const UnitReport& unit) { return unit.status == StepStatus::planned; }

}  // namespace

void enter_back(const TableReport& back, TableReport& table) {
  enter_state(back, table);
  table.steps_undone = back.steps_undone;
  table.verified = back.verified;
  table.version_after = back.version_after;
  if (back.status != TableStatus::undone) return;
  for (UnitReport& unit : table.units) {
    if (unit.status == StepStatus::done) unit.status = StepStatus::undone;
    for (StepReport& step : unit.steps) {
      if (step.status == StepStatus::done) step.status = StepStatus::undone;
    }
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
