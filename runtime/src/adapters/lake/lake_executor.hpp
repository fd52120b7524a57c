#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/lake/newest_commit.hpp"
#include "adapters/lake/table_directory.hpp"
#include "delta/execute/plan_executor.hpp"

namespace delta::lake {

/// What the sessions of one run on a lake share.
struct LakeRun {
  /// A commit of this run, and where it is now.
  struct OwnCommit {
    TableName table;
    std::string directory;
    std::int64_t version = 0;
    std::string transaction;
  };

  /// How long others must have been quiet; none: nobody began a run, or it is alone, and others are not looked for. Not
  /// all of the run's conditions, whose sessions hold this.
  std::optional<std::chrono::milliseconds> quiet_for;
  std::mutex mutex;
  std::vector<OwnCommit> commits;  ///< under the mutex
  std::mutex folders;              ///< held while folders that tables have in common are made or removed
};

/// Runs units on a folder of tables: each is one commit, or one rename of a directory. Remembers the commits of a run,
/// to look at them once more at its end.
class LakeExecutor : public PlanExecutor {
 public:
  explicit LakeExecutor(std::string root, std::shared_ptr<LakeRun> run = std::make_shared<LakeRun>())
      : root_(std::move(root)), run_(std::move(run)) {}

  Expected<void, ExecutionError> begin(const Plan& plan, const RunConditions& conditions) override;
  Expected<UnitResult, ExecutionError> execute(const TablePlan& table, const Unit& unit) override;
  RunEnd end(const Plan& plan) override;

 private:
  UnitResult create(const TablePlan& table, const Unit& unit, const action::CreateTable& step,
                    const std::vector<Action>& steps);
  UnitResult drop(const Unit& unit, const action::DropTable& step);
  UnitResult rename(const Unit& unit, const action::RenameTable& step);
  UnitResult alter(const TablePlan& table, const Unit& unit, const std::vector<Action>& steps);
  bool publish(const TableName& table, const std::string& directory, const OpenTable& open, std::int64_t version,
               const std::string& text);
  void refuse_disturbed(const TableName& name, const std::optional<NewestCommit>& newest) const;

  std::string root_;
  std::shared_ptr<LakeRun> run_;
};

}  // namespace delta::lake
