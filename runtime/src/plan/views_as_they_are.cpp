#include "plan/views_as_they_are.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

#include "sql/described_type.hpp"
#include "sql/spark_state.hpp"

namespace delta {
namespace {

bool is_lost(const TablePlan& plan) {
  if (!plan.observed.present() || !plan.observed.table.query || !plan.observed.table.columns.empty()) return false;
  return std::any_of(plan.units.begin(), plan.units.end(), [](const Unit& unit) {
    return std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
      const auto* create = std::get_if<action::CreateView>(&step.action);
      return std::holds_alternative<action::DropView>(step.action) || (create != nullptr && create->replaces);
    });
  });
}

std::string cell(const std::vector<std::optional<std::string>>& row, std::size_t index) {
  return index < row.size() && row[index] ? *row[index] : std::string();
}

/// The rows of DESCRIBE: columns, and behind a row without a type what else is known.
void take_description(const ProbeAnswer& answer, Table& view) {
  bool columns = true;
  for (const auto& row : answer.rows) {
    const std::string name = cell(row, 0);
    columns = columns && !cell(row, 1).empty();
    if (!columns) {
      if (name == "Comment") view.comment = cell(row, 1);
      continue;
    }
    Column& column = view.columns.emplace_back();
    column.name = Identifier(name);
    column.comment = cell(row, 2);
    if (auto type = sql::parse_described_type(cell(row, 1))) column.type = *std::move(type);
  }
}

/// An engine's own notes on a view stand among its properties on some servers.
void take_properties(const ProbeAnswer& answer, Table& view) {
  for (const auto& row : answer.rows) {
    if (cell(row, 0).starts_with("view.")) continue;
    view.properties.push_back(Property{cell(row, 0), cell(row, 1)});
  }
}

Expected<void> complete(TablePlan& plan, Prober& prober) {
  const auto described = prober.ask(sql::describe_table(plan.observed_name));
  if (!described) return described.error();
  const auto properties = prober.ask(sql::show_properties(plan.observed_name));
  if (!properties) return properties.error();
  if (described->refused || properties->refused) return {};
  take_description(*described, plan.observed.table);
  take_properties(*properties, plan.observed.table);
  return {};
}

}  // namespace

Expected<void> complete_views(Plan& plan, Prober& prober) {
  for (TablePlan& table : plan.tables) {
    if (!is_lost(table)) continue;
    if (auto done = complete(table, prober); !done) return done;
  }
  return {};
}

}  // namespace delta
