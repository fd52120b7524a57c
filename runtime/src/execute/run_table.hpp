#pragma once
#include <atomic>
#include <string>
#include <vector>

#include "delta/execute/apply.hpp"
#include "delta/rules/rule.hpp"

namespace delta {

/// What all tables of a run share, whatever thread works on them.
struct RunState {
  const Plan& plan;
  const ApplyObserver& observer;
  const RunConditions& conditions;
  std::atomic<bool> interrupted{false};
  std::atomic<bool> unwritten{false};  ///< the journal failed: nothing more may happen

  /// True once the user asked to stop.
  bool stopped() {
    if (!interrupted && observer.stop_requested && observer.stop_requested()) interrupted = true;
    return interrupted;
  }
};

/// The finding of `rule` that stands for the report's reason.
void add_finding(const rules::RuleInfo& rule, TableReport& report);
/// The rule that says more of an error.
const rules::RuleInfo& rule_of(const ExecutionError& error);
/// Puts down why nothing more of a table runs.
void fail_table(const ExecutionError& error, RunState& state, TableReport& report);
/// The same without why: the table's status alone.
void stop_table(const ExecutionError& error, RunState& state, TableReport& report);

/// Brings tables to what their plans say, one after the other on one session: unit by unit, read back at the end.
class TableRunner {
 public:
  TableRunner(RunState& state, CatalogReader& reader, PlanExecutor& executor);

  /// Runs a table's plan and puts down what became of it; `notes` are for people.
  void run(const TablePlan& table, TableReport& report, std::vector<std::string>& notes);

 private:
  void execute(const TablePlan& table, TableReport& report);
  void go_on(const TablePlan& table, const ExecutionError& error, TableReport& report);
  ExecutionError unwritten(const Error& error);
  Expected<UnitResult, ExecutionError> run_written(const TablePlan& table, std::size_t unit);
  void verify(const TablePlan& table, const Unit& last, TableReport& report);
  void settle_verified(const TablePlan& table, const ObservedTable& now, TableReport& report);

  RunState& state_;
  CatalogReader& reader_;
  PlanExecutor& executor_;
  RunConditions conditions_;  ///< with a clock of its own
  int plans_ = 0;             ///< of the table at hand, after the first
  std::vector<std::string>* notes_ = nullptr;
};

}  // namespace delta
