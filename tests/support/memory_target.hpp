#pragma once
#include <map>
#include <memory>
#include <set>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/engine.hpp"
#include "delta/execute/plan_executor.hpp"
#include "delta/model/fingerprint.hpp"

namespace delta::testing {

/// A target in memory: what `simulate` foresees is what happens.
class MemoryTarget : public CatalogReader, public PlanExecutor {
 public:
  explicit MemoryTarget(Capabilities capabilities) : capabilities_(std::move(capabilities)) {}

  std::map<std::string, ObservedTable> tables;  ///< by folded name
  std::set<std::string> failing;                ///< tables whose units fail
  int reads = 0;

  void put(ObservedTable table) { tables[fold_case(table.name.text())] = std::move(table); }

  const Capabilities& capabilities() const override { return capabilities_; }

  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
    ++reads;
    std::vector<ObservedTable> found;
    for (const TableName& name : names) {
      const auto there = tables.find(fold_case(name.text()));
      if (there != tables.end()) {
        found.push_back(there->second);
      } else {
        found.emplace_back().name = name;
      }
    }
    return found;
  }

  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override {
    std::vector<TableName> found;
    for (const auto& [key, table] : tables) {
      for (const TableName& space : namespaces) {
        if (table.name.name_space() == space) found.push_back(table.name);
      }
    }
    return found;
  }

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    if (failing.contains(fold_case(plan.name.text()))) {
      return ExecutionError{ExecutionError::Kind::failed, "the disk is full", "make room"};
    }
    ObservedTable state;
    state.name = plan.name;
    for (const TableName& name : {plan.observed_name, plan.name}) {
      const auto there = tables.find(fold_case(name.text()));
      if (there == tables.end()) continue;
      state = there->second;
      break;
    }
    const std::string before = state.present() ? fingerprint(state.table) : std::string();
    if (before != unit.before) return ExecutionError{ExecutionError::Kind::conflict, "changed meanwhile", "plan again"};
    UnitResult result;
    result.version_before = state.version;
    tables.erase(fold_case(state.name.text()));
    bool in_log = unit.mark.has_value();
    for (const Step& step : unit.steps) {
      if (step.skipped) continue;
      simulate(state, step.action);
      in_log = in_log || !std::holds_alternative<action::RenameTable>(step.action);
    }
    if (!state.present()) return result;
    if (unit.mark) state.mark = unit.mark;
    if (in_log) state.version = state.version ? *state.version + 1 : 0;
    result.version_after = state.version;
    put(std::move(state));
    return result;
  }

 private:
  Capabilities capabilities_;
};

}  // namespace delta::testing
