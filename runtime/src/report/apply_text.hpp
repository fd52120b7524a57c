#pragma once
#include <cstddef>
#include <string>

#include "delta/report/sync_report.hpp"
#include "report/invocation.hpp"

namespace delta::report {

/// What became of one table: "done  dev.silver.orders   6 steps in 1 commit, version 12 → 13, read back equal  0.2 s",
/// with reason and fix below it when it did not succeed. Names are padded to `name_width`.
std::string table_line(const TableReport& table, std::size_t name_width, const Invocation& invocation);

/// The columns that the longest name of a plan takes, within reason.
std::size_t name_width(const Plan& plan);

/// The last lines of a run: what holds now, and the exact command to run next if there is one.
std::string run_summary(const SyncReport& report, const Invocation& invocation);

/// The last lines when nothing may run: steps that wait for permission, and the command that runs them. Empty when
/// there are none.
std::string idle_summary(const Plan& plan, const Invocation& invocation);

}  // namespace delta::report
