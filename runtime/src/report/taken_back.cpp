#include "report/taken_back.hpp"

namespace delta::report {

std::vector<std::string> statements_back(const SyncReport& report, const TableReport& table) {
  std::vector<std::string> out;
  if (!report.undo) return out;
  for (const TablePlan& each : report.undo->tables) {
    if (each.name != table.name && each.observed_name != table.name) continue;
    for (const Unit& unit : each.units) {
      if (unit.runs()) out.insert(out.end(), unit.statements.begin(), unit.statements.end());
    }
  }
  return out;
}

bool back_in_part(const SyncReport& report, const TableReport& table) {
  return report.takes_back() && !report.interrupted && table.status == TableStatus::partly_applied &&
         table.steps_skipped == 0;
}

bool as_wanted(const SyncReport& report, const TableReport& table) {
  return table.status == TableStatus::in_sync || table.status == TableStatus::applied ||
         (report.back && table.status == TableStatus::undone);
}

}  // namespace delta::report
