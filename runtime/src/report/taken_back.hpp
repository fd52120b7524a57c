#pragma once
#include <string>
#include <vector>

#include "delta/report/sync_report.hpp"

namespace delta::report {

/// The statements by which the run took a table back, or meant to. Empty: it did not try, or is nothing but that.
std::vector<std::string> statements_back(const SyncReport& report, const TableReport& table);

/// Whether some of what was to be taken back of the table stays, as it was allowed to.
bool back_in_part(const SyncReport& report, const TableReport& table);

/// Whether the table is what the run was to make of it.
bool as_wanted(const SyncReport& report, const TableReport& table);

}  // namespace delta::report
