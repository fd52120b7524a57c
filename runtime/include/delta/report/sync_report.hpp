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

/// What became of one table.
struct TableReport {
  TableName name;
  TableStatus status = TableStatus::in_sync;
  std::size_t steps_done = 0;
  std::size_t steps_skipped = 0;     ///< for want of permission
  std::size_t steps_undone = 0;      ///< taken back again, of those that were done
  std::size_t commits = 0;
  std::optional<std::int64_t> version_before;
  std::optional<std::int64_t> version_after;
  bool verified = false;             ///< read back, and equal to what was planned
  bool outcome_unknown = false;      ///< it failed, and perhaps more of it ran than `steps_done` says
  std::string reason;                ///< why it failed or was skipped
  std::string fix;
  Findings findings;
  std::chrono::milliseconds elapsed{0};
};

/// What a run did, table by table, in the order of the plan.
struct SyncReport {
  Plan plan;
  std::vector<TableReport> tables;
  std::vector<std::string> notes;  ///< what else the run did, for people
  bool interrupted = false;
  std::optional<Plan> undo{};      ///< what took steps of this run back, where something failed

  bool ok() const;  ///< every table is in sync
  /// design: 0 in sync or done, 2 gated steps left, 3 findings stopped a table, 4 failed, 5 conflict, 130 interrupted.
  int exit_code() const;
};

}  // namespace delta
