#pragma once
#include <cstddef>
#include <map>
#include <string>

#include "delta/plan/plan.hpp"
#include "delta/report/sync_report.hpp"

namespace delta {

/// Why a run would skip a table that has something to run.
struct HeldUp {
  TableName by;        ///< the table that is in the way
  std::string reason;  ///< in a report's words
};

/// The tables that a run would skip, by their place in the plan: others that they wait for are refused or cannot be
/// read.
std::map<std::size_t, HeldUp> held_up(const Plan& plan);

/// Says in a table's report that it is skipped.
void skip_table(const HeldUp& why, TableReport& report);

}  // namespace delta
