#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"
#include "support/tables.hpp"

/// Plans made and read shortly.
namespace delta::testing {

constexpr const char* kOrders = "dev.silver.orders";

inline Table orders(std::vector<Column> columns) { return table(kOrders, std::move(columns)); }

inline PlanOptions allow(const std::vector<std::string>& kinds) {
  PlanOptions options;
  for (const std::string& kind : kinds) options.allow.push_back({kind, "*"});
  return options;
}

inline PlanOptions allow_all() {
  return allow({"drop-column", "drop-table", "drop-check", "drop-not-null", "rename-table", "protocol-upgrade",
                "missing-source"});
}

inline Plan plan(std::vector<Table> declared, std::vector<ObservedTable> observed,
                 const PlanOptions& options = allow_all(), const Capabilities& can = lake()) {
  return make_plan(registry(std::move(declared)), std::move(observed), {}, can, options);
}

inline TablePlan plan_one(const Table& declared, ObservedTable observed, const PlanOptions& options = allow_all(),
                          const Capabilities& can = lake()) {
  return plan({declared}, {std::move(observed)}, options, can).tables.at(0);
}

/// "add_column note", with "skip " before what is skipped.
inline std::vector<std::string> steps(const TablePlan& table) {
  std::vector<std::string> words;
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      words.push_back((step.skipped ? "skip " : "") + std::string(action_name(step.action)) + ' ' +
                      action_subject(step.action));
    }
  }
  return words;
}

inline const Step& step(const TablePlan& table, const std::string& action) {
  for (const Unit& unit : table.units) {
    for (const Step& each : unit.steps) {
      if (action_name(each.action) == action) return each;
    }
  }
  throw std::out_of_range(action);
}

inline std::vector<int> codes(const TablePlan& table) {
  std::vector<int> all;
  for (const Finding& each : table.findings) all.push_back(each.code);
  return all;
}

inline std::vector<std::string> names(const Plan& plan) {
  std::vector<std::string> all;
  for (const TablePlan& each : plan.tables) all.push_back(each.name.text());
  return all;
}

}  // namespace delta::testing
