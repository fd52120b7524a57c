#include "execute/held_up.hpp"

#include <algorithm>

#include "delta/rules/changes.hpp"
#include "execute/run_table.hpp"
#include "execute/schedule.hpp"
#include "execute/stale.hpp"

namespace delta {

std::map<std::size_t, HeldUp> held_up(const Plan& plan) {
  std::map<std::size_t, HeldUp> found;
  if (std::ranges::none_of(plan.tables, &TablePlan::blocked)) return found;
  // A run in which whatever may run succeeds.
  Schedule schedule(plan);
  while (const auto place = schedule.take()) {
    TableReport report = table_report(plan.tables[*place]);
    if (runs(plan.tables[*place])) {
      const TableName* by = nullptr;
      std::string reason = schedule.obstacle(*place, &by);
      report.status = by == nullptr ? TableStatus::applied : TableStatus::skipped;
      report.steps_done = by == nullptr ? 1 : 0;
      if (by != nullptr) found[*place] = {*by, std::move(reason)};
    }
    schedule.finish(*place, report);
  }
  return found;
}

void skip_table(const HeldUp& why, TableReport& report) {
  report.status = TableStatus::skipped;
  report.reason = why.reason;
  report.fix = "settle " + why.by.text() + " and apply again";
  add_finding(rules::kDependencyFailed, report);
}

}  // namespace delta
