#include "execute/replan.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "delta/sql/render.hpp"

namespace delta {
namespace {

/// Each step that runs, as the SQL that it would be alone.
std::set<std::vector<std::string>> running_steps(const TablePlan& table, const sql::Dialect& dialect) {
  std::set<std::vector<std::string>> steps;
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (!step.skipped) steps.insert(sql::render(table.name, std::span(&step.action, 1), "", dialect));
    }
  }
  return steps;
}

}  // namespace

bool asks_nothing_new(const TablePlan& agreed, const TablePlan& again, const sql::Dialect& dialect) {
  const auto known = running_steps(agreed, dialect);
  const auto wanted = running_steps(again, dialect);
  return std::includes(known.begin(), known.end(), wanted.begin(), wanted.end());
}

}  // namespace delta
