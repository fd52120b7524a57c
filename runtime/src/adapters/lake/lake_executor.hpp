#pragma once
#include <string>
#include <vector>

#include "adapters/lake/table_directory.hpp"
#include "delta/execute/plan_executor.hpp"

namespace delta::lake {

/// Runs units on a folder of tables: each is one commit, or one rename of a directory.
class LakeExecutor : public PlanExecutor {
 public:
  explicit LakeExecutor(std::string root) : root_(std::move(root)) {}

  Expected<UnitResult, ExecutionError> execute(const TablePlan& table, const Unit& unit) override;

 private:
  UnitResult create(const TablePlan& table, const Unit& unit, const action::CreateTable& step,
                    const std::vector<Action>& steps) const;
  UnitResult drop(const Unit& unit, const action::DropTable& step) const;
  UnitResult rename(const Unit& unit, const action::RenameTable& step) const;
  UnitResult alter(const TablePlan& table, const Unit& unit, const std::vector<Action>& steps) const;

  std::string root_;
};

}  // namespace delta::lake
