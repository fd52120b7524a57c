#include "delta/report/sync_report.hpp"

#include <algorithm>

#include "delta/rules/changes.hpp"
#include "execute/held_up.hpp"
#include "plan/inverse.hpp"
#include "report/taken_back.hpp"

namespace delta {
namespace {

bool any(const SyncReport& report, TableStatus status) {
  return std::any_of(report.tables.begin(), report.tables.end(),
                     [&](const TableReport& table) { return table.status == status; });
}

}  // namespace

std::string_view status_text(TableStatus status) {
  switch (status) {
    case TableStatus::in_sync: return "in_sync";
    case TableStatus::planned: return "planned";
    case TableStatus::applied: return "applied";
    case TableStatus::partly_applied: return "partly_applied";
    case TableStatus::failed: return "failed";
    case TableStatus::skipped: return "skipped";
    case TableStatus::blocked: return "blocked";
    case TableStatus::conflict: return "conflict";
    case TableStatus::undone: return "undone";
  }
  return "failed";
}

std::string_view status_text(StepStatus status) {
  switch (status) {
    case StepStatus::planned: return "planned";
    case StepStatus::done: return "done";
    case StepStatus::failed: return "failed";
    case StepStatus::unknown: return "unknown";
    case StepStatus::skipped: return "skipped";
    case StepStatus::undone: return "undone";
  }
  return "failed";
}

namespace {

UnitReport unit_report(const Unit& unit) {
  UnitReport out;
  out.statements = unit.statements;
  out.earlier = unit.done;
  out.status = unit.done ? StepStatus::done : unit.runs() ? StepStatus::planned : StepStatus::skipped;
  for (const Step& step : unit.steps) {
    const StepStatus status = step.skipped ? StepStatus::skipped : out.status;
    out.steps.push_back(
        {std::string(action_name(step.action)), action_subject(step.action), status, step.skip_reason, step.span});
  }
  return out;
}

SourceSpan place_of(const TablePlan& table) {
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (step.span.known()) return step.span;
      const auto* create = std::get_if<action::CreateTable>(&step.action);
      if (create != nullptr && create->table.span.known()) return create->table.span;
    }
  }
  for (const Finding& finding : table.findings) {
    if (finding.span.known()) return finding.span;
  }
  return {};
}

}  // namespace

TableReport table_report(const TablePlan& table) {
  TableReport report;
  report.name = table.name;
  report.findings = table.findings;
  report.steps_skipped = table.skipped_count();
  report.span = place_of(table);
  for (const Unit& unit : table.units) report.units.push_back(unit_report(unit));
  if (table.unread()) {
    report.status = TableStatus::failed;
    report.reason = table.problem;
    report.fix = table.observed.fix;
  } else if (table.blocked()) {
    report.status = TableStatus::blocked;
  } else if (report.steps_skipped > 0) {
    report.status = TableStatus::planned;
  } else if (report.reason = what_stays(table); !report.reason.empty()) {
    report.status = TableStatus::partly_applied;
  } else {
    report.status = TableStatus::in_sync;
  }
  return report;
}

SyncReport report_of(Plan plan) {
  SyncReport out;
  for (const TablePlan& table : plan.tables) {
    out.tables.push_back(table_report(table));
    TableReport& report = out.tables.back();
    const bool to_run = report.status == TableStatus::in_sync && !table.in_sync();
    if (to_run || report.status == TableStatus::partly_applied) report.status = TableStatus::planned;
  }
  for (const auto& [place, held] : held_up(plan)) skip_table(held, out.tables[place]);
  out.plan = std::move(plan);
  return out;
}

bool SyncReport::ok() const {
  return !interrupted && unfinished.empty() && stopped == 0 && !has_error(plan.findings) &&
         std::all_of(tables.begin(), tables.end(), [this](const TableReport& table) {
           return report::as_wanted(*this, table) && table.steps_skipped == 0;
         });
}

int SyncReport::exit_code() const {
  if (stopped != 0) return stopped;
  if (interrupted) return 130;
  if (!unfinished.empty()) return 6;
  if (any(*this, TableStatus::conflict)) return 5;
  if (any(*this, TableStatus::failed)) return 4;
  if (any(*this, TableStatus::blocked) || has_error(plan.findings)) return 3;
  return ok() ? 0 : 2;
}

}  // namespace delta
