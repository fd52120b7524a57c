#include "delta/report/sync_report.hpp"

#include <algorithm>

namespace delta {
namespace {

bool any(const SyncReport& report, TableStatus status) {
  return std::any_of(report.tables.begin(), report.tables.end(),
                     [&](const TableReport& table) { return table.status == status; });
}

}  // namespace

std::string_view status_text(TableStatus status) {
  switch (status) {
    case TableStatus::in_sync:
      return "in_sync";
    case TableStatus::planned:
      return "planned";
    case TableStatus::applied:
      return "applied";
    case TableStatus::partly_applied:
      return "partly_applied";
    case TableStatus::failed:
      return "failed";
    case TableStatus::skipped:
      return "skipped";
    case TableStatus::blocked:
      return "blocked";
    case TableStatus::conflict:
      return "conflict";
    case TableStatus::undone:
      return "undone";
  }
  return "failed";
}

bool SyncReport::ok() const {
  return !interrupted && !has_error(plan.findings) &&
         std::all_of(tables.begin(), tables.end(), [](const TableReport& table) {
           return (table.status == TableStatus::in_sync || table.status == TableStatus::applied) &&
                  table.steps_skipped == 0;
         });
}

int SyncReport::exit_code() const {
  if (interrupted) return 130;
  if (any(*this, TableStatus::conflict)) return 5;
  if (any(*this, TableStatus::failed)) return 4;
  if (any(*this, TableStatus::blocked) || has_error(plan.findings)) return 3;
  return ok() ? 0 : 2;
}

}  // namespace delta
