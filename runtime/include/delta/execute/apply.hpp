#pragma once
#include <functional>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/execute/plan_executor.hpp"
#include "delta/report/sync_report.hpp"

namespace delta {

/// Told of a run while it goes on; any member may be empty. With several jobs the calls come from several threads, but
/// for `finished` one at a time and in the order of the plan.
struct ApplyObserver {
  /// A table begins: its place among the `count` tables that have something to run.
  std::function<void(std::size_t index, std::size_t count, const TablePlan&)> started;
  std::function<void(const TableReport&)> finished;
  std::function<bool()> stop_requested;  ///< asked before each unit: Ctrl-C
  /// Plans one table anew, by this reader. Asked when another client changed the table meanwhile; a plan without steps
  /// that were not agreed to is then carried out.
  std::function<Expected<TablePlan>(const TableName&, CatalogReader&)> plan_again{};
  /// Before a unit (by its place in the table's plan) runs. An error stops the run: what cannot be written down must
  /// not happen.
  std::function<Expected<void>(const TablePlan&, std::size_t unit)> intent{};
  /// Before it runs once more, with how the attempt before it went.
  std::function<Expected<void>(const TablePlan&, std::size_t unit, const ExecutionError&)> again{};
  /// Before anything of a plan runs that `plan_again` made.
  std::function<Expected<void>(const TablePlan&)> planned_again{};
  /// And after it, with how it went.
  std::function<Expected<void>(const TablePlan&, std::size_t unit, const Expected<UnitResult, ExecutionError>&)>
      outcome{};
  /// Once a table whose units all ran was read back and is what was planned: what it is now.
  std::function<Expected<void>(const TablePlan&, const ObservedTable& now)> verified{};
  /// A unit of a table ran.
  std::function<void(const TablePlan&, std::size_t unit)> progressed{};
  /// A table's work is over, and its report waits for the tables before it.
  std::function<void(const TablePlan&)> ended{};
  /// All is over but to write that down, which need not be cancelled: a run that is not written down is unfinished.
  std::function<void()> closing{};
};

/// Runs a plan: table by table in its order, unit by unit, each table read back afterwards; several tables side by side
/// where the conditions say so and none of them waits for another. One table's failure does not stop the others, but
/// those that depend on it are skipped and say why. Nothing runs for a table with an error finding, and nothing at all
/// if the executor refuses to begin. At the end every commit is looked at once more; a table of which one is lost has
/// failed, and `finished` is told of it again. The report is in the order of the plan, whatever ran first.
SyncReport apply(Plan plan, CatalogReader& reader, PlanExecutor& executor, const ApplyObserver& observer = {},
                 const RunConditions& conditions = {});

}  // namespace delta
