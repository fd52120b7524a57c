#include "delta/plan/plan.hpp"

#include <algorithm>

namespace delta {

bool Unit::runs() const {
  if (done) return false;
  return mark.has_value() || std::any_of(steps.begin(), steps.end(), [](const Step& step) { return !step.skipped; });
}

int TablePlan::estimated_seconds() const {
  int seconds = 0;
  for (const Unit& unit : units) {
    int longest = 0;
    for (const Step& step : unit.steps) {
      if (!step.skipped) longest = std::max(longest, step.impact.seconds);
    }
    seconds += longest;
  }
  return seconds;
}

bool TablePlan::in_sync() const { return step_count() == 0 && !blocked(); }

std::size_t TablePlan::step_count() const {
  std::size_t count = 0;
  for (const Unit& unit : units) count += unit.steps.size();
  return count;
}

std::size_t TablePlan::skipped_count() const {
  std::size_t count = 0;
  for (const Unit& unit : units) {
    count += static_cast<std::size_t>(
        std::count_if(unit.steps.begin(), unit.steps.end(), [](const Step& step) { return step.skipped; }));
  }
  return count;
}

bool Plan::in_sync() const {
  return !has_error(findings) &&
         std::all_of(tables.begin(), tables.end(), [](const TablePlan& table) { return table.in_sync(); });
}

}  // namespace delta
