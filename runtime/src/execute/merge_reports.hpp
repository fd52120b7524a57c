#pragma once
#include "delta/report/sync_report.hpp"

namespace delta {

/// Enters what a pass that undoes did to a table. Its steps are undone where all of them are.
void enter_back(const TableReport& back, TableReport& table);

/// Enters what a pass over a failed table's later steps did. The table has failed whatever became of them.
void enter_more(const TableReport& more, TableReport& table);

}  // namespace delta
