#pragma once
#include <string>
#include <utility>

#include "delta/plan/plan.hpp"
#include "report/invocation.hpp"

/// Plans built by hand, for the exact text of reports.
namespace delta::report::sample {

inline Step step(Action action, std::string impact = "", std::string permission = "",
                 std::vector<std::size_t> needs = {}) {
  Step out;
  out.action = std::move(action);
  out.impact.text = std::move(impact);
  out.skipped = !permission.empty();
  if (!permission.empty()) out.skip_reason = "needs --allow " + permission;
  out.permission = std::move(permission);
  out.needs = std::move(needs);
  return out;
}

inline TablePlan table(const std::string& name, Presence state = Presence::present) {
  TablePlan out;
  out.name = TableName::parse(name);
  out.state = state;
  return out;
}

inline Column column(const std::string& name, DataType type) {
  Column out;
  out.name = Identifier(name);
  out.type = std::move(type);
  return out;
}

/// A table with six changes, three of which need permission.
inline TablePlan orders() {
  TablePlan out = table("dev.silver.orders");
  Unit unit;
  unit.steps.push_back(step(action::EnableFeature{"columnMapping", {{"delta.columnMapping.mode", "name"}}},
                            "one way: readers need Delta reader 2", "protocol-upgrade"));
  unit.steps.push_back(step(action::EnableFeature{"typeWidening", {{"delta.enableTypeWidening", "true"}}}, "one way",
                            "protocol-upgrade"));
  unit.steps.push_back(step(action::RenameColumn{"note", "remark"}, "keeps data", "", {0}));
  unit.steps.push_back(step(action::AddColumn{"discount", column("discount", DataType::decimal(5, 2))}, "nullable"));
  unit.steps.push_back(
      step(action::AlterType{"total", DataType::decimal(18, 2), DataType::decimal(20, 2)}, "", "", {1}));
  unit.steps.push_back(
      step(action::DropColumn{"legacy_code", DataType::of(TypeKind::string)}, "loses a column of data", "drop-column"));
  unit.steps[2].skipped = unit.steps[4].skipped = true;
  unit.steps[5].impact.destructive = true;
  unit.statements = {"ALTER TABLE `dev`.`silver`.`orders` ADD COLUMNS (`discount` DECIMAL(5,2))"};
  out.units.push_back(std::move(unit));
  out.unmanaged.push_back({"column etl_ts", "added by a writer"});
  return out;
}

inline TablePlan returns() {
  TablePlan out = table("dev.silver.returns", Presence::absent);
  action::CreateTable create;
  create.table.name = out.name;
  for (const char* name : {"id", "day", "a", "b", "c", "d"}) {
    create.table.columns.push_back(column(name, DataType::of(TypeKind::bigint)));
  }
  create.table.cluster_by = {"day"};
  Unit unit;
  unit.steps.push_back(step(std::move(create)));
  out.units.push_back(std::move(unit));
  return out;
}

inline Plan shop() {
  Plan plan;
  plan.registry_name = "shop";
  plan.registry_fingerprint = "3f9a1c00ff";
  plan.target = "lake:./lake";
  plan.variables = {{"env", "dev"}};
  plan.tables = {table("dev.silver.customers"), orders(), returns()};
  return plan;
}

inline Invocation invocation(std::string command = "plan") {
  Invocation out;
  out.program = "shop-migrate";
  out.command = std::move(command);
  out.target = "lake:./lake";
  out.variables = {{"env", "dev"}};
  return out;
}

}  // namespace delta::report::sample
