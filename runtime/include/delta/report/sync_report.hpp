#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "delta/plan/plan.hpp"

namespace delta {

enum class TableStatus { in_sync, planned, applied, partly_applied, failed, skipped, blocked, conflict, undone };

std::string_view status_text(TableStatus status);

enum class StepStatus {
  planned,  ///< it did not run
  done,
  failed,
  unknown,  ///< it was sent, and whether it ran is not known
  skipped,  ///< it was not to run: it waits for permission, or needs a step that does
  undone,   ///< it ran, and was taken back
};

std::string_view status_text(StepStatus status);

/// One step of a table.
struct StepReport {
  std::string action;   ///< "add_column"
  std::string subject;  ///< what it acts on: a column's path, a property's key
  StepStatus status = StepStatus::planned;
  std::string reason;  ///< why it was skipped
  SourceSpan span;     ///< the member that asked for it
};

/// What is atomic on the target: its steps share their time, attempts and outcome.
struct UnitReport {
  std::vector<StepReport> steps;
  std::vector<std::string> statements;  ///< SQL of the steps that were to run, whole
  StepStatus status = StepStatus::planned;
  bool earlier = false;  ///< it had run already, in the run that was recovered
  std::size_t attempts = 0;
  std::chrono::milliseconds elapsed{0};  ///< over all attempts
  std::string sqlstate;                  ///< of its failure, where a server gave one
  std::string error;
};

/// What became of one table.
struct TableReport {
  TableName name;
  TableStatus status = TableStatus::in_sync;
  std::size_t steps_done = 0;
  std::size_t steps_skipped = 0;  ///< for want of permission
  std::size_t steps_undone = 0;   ///< taken back again
  std::size_t commits = 0;
  std::optional<std::int64_t> version_before;
  std::optional<std::int64_t> version_after;
  bool verified = false;         ///< read back, and equal to what was planned
  bool outcome_unknown = false;  ///< it failed, and perhaps more of it ran than `steps_done` says
  std::string reason;            ///< why it failed or was skipped
  std::string fix;
  Findings findings;
  std::chrono::milliseconds elapsed{0};
  std::vector<UnitReport> units{};
  std::string fingerprint{};          ///< of what was read back; empty where nothing was, or the table is gone
  std::vector<std::string> unseen{};  ///< aspects that its reader cannot see, and that were not compared
  SourceSpan span{};  ///< where the code declares it or asks for its first step, as far as that is known
};

/// What a run did, table by table, in the order of the plan.
struct SyncReport {
  Plan plan;
  std::vector<TableReport> tables;
  std::vector<std::string> notes;  ///< what else the run did, for people
  Findings findings{};             ///< why nothing was begun at all: said once, for all tables
  bool interrupted = false;
  std::optional<Plan> undo{};  ///< what took steps of this run back, where something failed
  std::string run{};           ///< its id in the history; empty where none is kept
  std::string unfinished{};    ///< why the run needs `recover`, though it came to its end; empty where it is over
  bool back = false;           ///< `plan` undoes what this very run had done
  int stopped = 0;             ///< exit code of a command that ended before it had a plan; `findings` says why

  /// `plan` undoes what a run did, this one or an earlier one: not what the code says, but what was before is to be.
  bool takes_back() const { return back || !plan.rolls_back.empty(); }
  /// Every table is in sync, or as it was before a run that was to be taken back, and the run is over.
  bool ok() const;
  /// design: 0 in sync or done, 2 gated steps left, 3 findings stopped a table, 4 failed, 5 conflict, 6 unfinished, 130
  /// interrupted.
  int exit_code() const;
};

/// What is to be said of a table before anything runs.
TableReport table_report(const TablePlan& table);
/// A plan as the report of a run that ran nothing.
SyncReport report_of(Plan plan);

/// A run in one screen, for a person: how many tables are not in sync, and of the first of them why and what to do.
std::string failure_text(const SyncReport& report);

}  // namespace delta
