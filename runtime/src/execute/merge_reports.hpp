#pragma once
#include <vector>

#include "delta/report/sync_report.hpp"
#include "execute/run_course.hpp"

namespace delta {

/// Those steps of a run whose inverse ran, all of it, as `back` tells of the pass that undid them.
std::vector<const Step*> undone_steps(const CourseTable& table, const TableReport& back,
                                      const Capabilities& capabilities);

/// Enters what a pass that undoes did to a table: `undone` of its steps, or all of them where the table is as it was.
void enter_back(const TableReport& back, const std::vector<const Step*>& undone, TableReport& table);

/// Enters what a pass over a failed table's later steps did. The table has failed whatever became of them.
void enter_more(const TableReport& more, TableReport& table);

}  // namespace delta
