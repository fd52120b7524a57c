#include "plan/early_references.hpp"

#include <algorithm>
#include <map>

#include "delta/catalog/visible_part.hpp"

namespace delta {
namespace {

/// The reference that a unit adds to its own table, if it does nothing else.
action::AddForeignKey* added_reference(Unit& unit) {
  if (unit.steps.size() != 1 || unit.steps.front().skipped) return nullptr;
  auto* add = std::get_if<action::AddForeignKey>(&unit.steps.front().action);
  return add != nullptr && !add->table ? add : nullptr;
}

bool creates(const TablePlan& table) {
  return std::any_of(table.units.begin(), table.units.end(), [](const Unit& unit) {
    return std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
      return !step.skipped && std::holds_alternative<action::CreateTable>(step.action);
    });
  });
}

/// The fingerprints of a plan that has lost a unit.
void count_again(TablePlan& table) {
  ObservedTable state = table.observed;
  std::string now = visible_fingerprint(state, table.observed.blind);
  for (Unit& unit : table.units) {
    unit.before = now;
    for (const Step& step : unit.steps) {
      if (!step.skipped) simulate(state, step.action);
    }
    now = visible_fingerprint(state, table.observed.blind);
    unit.after = now;
  }
}

/// To the end of `to`, whose table it leaves as it is.
void move_unit(const TableName& from, Unit unit, TablePlan& to) {
  std::get<action::AddForeignKey>(unit.steps.front().action).table = from;
  unit.steps.front().needs.clear();
  unit.before = unit.after = to.units.back().after;
  to.units.push_back(std::move(unit));
}

}  // namespace

void move_early_references(std::vector<TablePlan>& tables) {
  std::map<std::string, std::size_t> made;  // folded name -> place of a plan that makes the table
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (creates(tables[i])) made.emplace(fold_case(tables[i].name.text()), i);
  }
  if (made.size() < 2) return;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    // References that come after CREATE stand at the end of a plan: nothing counts the steps behind them.
    const std::size_t before = tables[i].units.size();
    std::erase_if(tables[i].units, [&](Unit& unit) {
      const auto* add = added_reference(unit);
      const auto target = add != nullptr ? made.find(fold_case(add->key.target.text())) : made.end();
      if (target == made.end() || target->second <= i) return false;
      move_unit(tables[i].name, unit, tables[target->second]);
      return true;
    });
    if (tables[i].units.size() < before) count_again(tables[i]);
  }
}

}  // namespace delta
