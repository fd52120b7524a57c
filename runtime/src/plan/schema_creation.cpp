#include "plan/schema_creation.hpp"

#include <set>

namespace delta {
namespace {

/// The creation of a schema is the first step of a plan, and a unit of its own when it runs.
const Step* schema_step(const TablePlan& table) {
  if (table.units.empty() || table.units.front().steps.empty()) return nullptr;
  const Step& first = table.units.front().steps.front();
  return std::holds_alternative<action::CreateSchema>(first.action) ? &first : nullptr;
}

void take_away(TablePlan& table) {
  table.units.erase(table.units.begin());
  for (Unit& unit : table.units) {
    for (Step& step : unit.steps) {
      std::erase(step.needs, 0U);
      for (std::size_t& need : step.needs) --need;
    }
  }
}

}  // namespace

void keep_first_schema_creations(std::vector<TablePlan>& tables) {
  std::set<std::string> made;
  for (TablePlan& table : tables) {
    const Step* step = schema_step(table);
    if (step == nullptr || step->skipped) continue;
    const std::string schema = fold_case(action_subject(step->action));
    if (!made.insert(schema).second) take_away(table);
  }
}

}  // namespace delta
