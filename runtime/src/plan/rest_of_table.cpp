#include "plan/rest_of_table.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "delta/sql/dialect.hpp"
#include "plan/units.hpp"

namespace delta {
namespace {

/// A unit behind one that is gone makes no sense without it.
bool stands_for_the_table(const Unit& unit) {
  return std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
    return std::holds_alternative<action::CreateTable>(step.action) ||
           std::holds_alternative<action::CreateView>(step.action) ||
           std::holds_alternative<action::CreateSchema>(step.action);
  });
}

}  // namespace

std::optional<TablePlan> rest_of_table(const TablePlan& table, std::size_t failed, const ObservedTable& now,
                                       const Capabilities& capabilities) {
  while (failed < table.units.size() && !table.units[failed].runs()) ++failed;
  if (failed >= table.units.size() || stands_for_the_table(table.units[failed])) return std::nullopt;
  std::set<std::size_t> lost;
  std::vector<std::optional<std::size_t>> places;  // of each step among those that are left
  std::vector<Step> left;
  std::optional<ManagedMark> mark;
  for (std::size_t i = 0; i < table.units.size(); ++i) {
    const Unit& unit = table.units[i];
    if (i > failed && unit.mark) mark = unit.mark;
    for (const Step& step : unit.steps) {
      const std::size_t index = places.size();
      places.emplace_back();
      const bool needs_lost =
          std::any_of(step.needs.begin(), step.needs.end(), [&](std::size_t need) { return lost.contains(need); });
      if (i == failed || step.skipped || needs_lost) lost.insert(index);
      if (i <= failed || lost.contains(index)) continue;
      Step& kept = left.emplace_back(step);
      kept.needs.clear();
      for (const std::size_t need : step.needs) {
        if (places[need]) kept.needs.push_back(*places[need]);
      }
      places[index] = left.size() - 1;
    }
  }
  if (left.empty()) return std::nullopt;
  TablePlan rest;
  rest.name = table.name;
  rest.observed_name = now.name.empty() ? table.name : now.name;
  rest.state = now.presence;
  rest.observed = now;
  rest.type_name = table.type_name;
  MarkToWrite write;
  if (mark) write.parts = MarkParts{*mark, now.mark ? &*now.mark : nullptr, {}};
  rest.units =
      make_units(std::move(left), now, write, capabilities, sql::dialect_or_newest_spark(capabilities.dialect));
  return rest;
}

}  // namespace delta
