#include "execute/run_table.hpp"

#include <algorithm>

#include "catalog/observed_json.hpp"
#include "delta/catalog/visible_part.hpp"
#include "delta/rules/changes.hpp"
#include "execute/crash_point.hpp"
#include "execute/outcome.hpp"
#include "execute/replan.hpp"
#include "execute/stale.hpp"
#include "plan/inverse.hpp"

namespace delta {
namespace {

using Clock = std::chrono::steady_clock;

std::size_t running_steps(const Unit& unit) {
  return static_cast<std::size_t>(
      std::count_if(unit.steps.begin(), unit.steps.end(), [](const Step& step) { return !step.skipped; }));
}

/// Why nothing of a plan may run.
std::string refusal(const TablePlan& table) {
  for (const Finding& finding : table.findings) {
    if (finding.severity == Severity::error) return "it is refused: " + finding.text;
  }
  return "it cannot be read: " + unread_text(table.observed);
}

}  // namespace

const rules::RuleInfo& rule_of(const ExecutionError& error) {
  if (const rules::RuleInfo* rule = rules::find_rule(error.code)) return *rule;
  switch (error.kind) {
    case ExecutionError::Kind::conflict: return rules::kConflict;
    case ExecutionError::Kind::interrupted: return rules::kInterrupted;
    case ExecutionError::Kind::exists: return rules::kNotVisible;
    case ExecutionError::Kind::failed: break;
  }
  return rules::kWriteFailed;
}

namespace {

void count(const Unit& unit, const UnitResult& result, TableReport& report) {
  report.steps_done += running_steps(unit);
  if (result.version_after && result.version_after != result.version_before) ++report.commits;
  if (!report.version_before && report.commits <= 1) report.version_before = result.version_before;
  report.version_after = result.version_after;
}

void unverified(const std::string& why, TableReport& report) {
  report.status = TableStatus::failed;
  report.reason = "all steps ran, but the table could not be read back: " + why;
  report.fix = "plan again once it can be read";
  add_finding(rules::kUnreadable, report);
}

/// The units that ran stay; those of the plan at hand stand behind them. Returns the place of its first.
std::size_t begin_units(const TablePlan& table, TableReport& report) {
  std::erase_if(report.units, [](const UnitReport& unit) { return unit.status != StepStatus::done || unit.earlier; });
  const std::size_t first = report.units.size();
  for (UnitReport& unit : table_report(table).units) report.units.push_back(std::move(unit));
  return first;
}

void tell(const Expected<UnitResult, ExecutionError>& result, Clock::time_point start, UnitReport& unit) {
  unit.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  unit.attempts = result ? result->attempts : result.error().attempts;
  unit.status = StepStatus::done;
  if (!result) {
    unit.status = result.error().unknown_outcome ? StepStatus::unknown : StepStatus::failed;
    unit.sqlstate = result.error().sqlstate;
    unit.error = result.error().message;
  }
  for (StepReport& step : unit.steps) {
    if (step.status != StepStatus::skipped) step.status = unit.status;
  }
}

}  // namespace

void add_finding(const rules::RuleInfo& rule, TableReport& report) {
  Finding finding = rules::finding(rule, {}, report.reason, report.fix);
  finding.table = report.name.text();
  report.findings.push_back(std::move(finding));
}

void fail_table(const ExecutionError& error, RunState& state, TableReport& report) {
  report.outcome_unknown = error.unknown_outcome;
  report.reason = error.message;
  report.fix = error.fix;
  add_finding(rule_of(error), report);
  stop_table(error, state, report);
}

void stop_table(const ExecutionError& error, RunState& state, TableReport& report) {
  switch (error.kind) {
    case ExecutionError::Kind::conflict: report.status = TableStatus::conflict; return;
    case ExecutionError::Kind::exists:
    case ExecutionError::Kind::failed: report.status = TableStatus::failed; return;
    case ExecutionError::Kind::interrupted:
      state.interrupted = true;
      if (error.unknown_outcome) {
        report.status = TableStatus::failed;
        return;
      }
      report.status = report.steps_done > 0 ? TableStatus::partly_applied : TableStatus::planned;
  }
}

TableRunner::TableRunner(RunState& state, CatalogReader& reader, PlanExecutor& executor)
    : state_(state), reader_(reader), executor_(executor), conditions_(state.conditions) {
  if (!conditions_.clock.sleep) conditions_.clock = system_retry_clock(state.observer.stop_requested);
}

void TableRunner::run(const TablePlan& table, TableReport& report, std::vector<std::string>& notes) {
  plans_ = 0;
  notes_ = &notes;
  execute(table, report);
}

void TableRunner::execute(const TablePlan& table, TableReport& report) {
  const Unit* last = nullptr;
  const std::size_t first = begin_units(table, report);
  for (std::size_t i = 0; i < table.units.size(); ++i) {
    const Unit& unit = table.units[i];
    if (!unit.runs()) continue;
    if (last != nullptr && state_.stopped()) {
      report.status = TableStatus::partly_applied;
      report.reason = "the run was interrupted";
      add_finding(rules::kInterrupted, report);
      return;
    }
    const Clock::time_point start = Clock::now();
    auto result = run_written(table, i);
    tell(result, start, report.units[first + i]);
    if (!result) return go_on(table, result.error(), report);
    notes_->insert(notes_->end(), result->notes.begin(), result->notes.end());
    count(unit, *result, report);
    if (state_.observer.progressed) state_.observer.progressed(table, i);
    last = &unit;
  }
  const bool some_stays = report.steps_skipped > 0 || !what_stays(table).empty();
  report.status = some_stays ? TableStatus::partly_applied : TableStatus::applied;
  verify(table, *last, report);
}

/// After a failure. A table that another client changed meanwhile is planned again, and goes on if that takes nothing
/// that nobody agreed to.
void TableRunner::go_on(const TablePlan& table, const ExecutionError& error, TableReport& report) {
  constexpr int kMostPlans = 3;
  const sql::Dialect* dialect = sql::find_dialect(state_.plan.dialect);
  const bool asks = error.kind == ExecutionError::Kind::conflict && state_.observer.plan_again && dialect != nullptr;
  if (!asks || plans_ >= kMostPlans) return fail_table(error, state_, report);
  ++plans_;
  const Expected<TablePlan> again = state_.observer.plan_again(table.name, reader_);
  if (!again) return fail_table(error, state_, report);
  ExecutionError changed{ExecutionError::Kind::conflict, "another client changed the table meanwhile; planned again, ",
                         ""};
  if (again->blocked()) {
    changed.message += refusal(*again);
    changed.fix = "plan again once that is settled";
    return fail_table(changed, state_, report);
  }
  if (!asks_nothing_new(table, *again, *dialect)) {
    changed.message += "it would take steps that nobody agreed to";
    changed.fix = "plan again to see them";
    return fail_table(changed, state_, report);
  }
  notes_->push_back(table.name.text() +
                    ": another client changed the table meanwhile; planned again, it takes no other steps, and "
                    "those that are left ran");
  if (runs(*again)) {
    const auto written = state_.observer.planned_again ? state_.observer.planned_again(*again) : Expected<void>();
    return written ? execute(*again, report) : fail_table(unwritten(written.error()), state_, report);
  }
  report.status = report.steps_skipped > 0 ? TableStatus::partly_applied : TableStatus::applied;
  settle_verified(*again, again->observed, report);
}

ExecutionError TableRunner::unwritten(const Error& error) {
  state_.unwritten = true;
  return {ExecutionError::Kind::failed, error.message, error.fix};
}

/// Runs a unit between its intent and its outcome, where somebody writes them down.
Expected<UnitResult, ExecutionError> TableRunner::run_written(const TablePlan& table, std::size_t unit) {
  at_crash_point("before an intent");
  if (state_.observer.intent) {
    if (const auto written = state_.observer.intent(table, unit); !written) return unwritten(written.error());
  }
  at_crash_point("before a unit");
  AttemptLog log;
  if (state_.observer.again)
    log = [&](const ExecutionError& error) { return state_.observer.again(table, unit, error); };
  auto result = run_unit(executor_, reader_, table, unit, conditions_, log);
  at_crash_point("after a unit");
  if (state_.observer.outcome) {
    if (const auto written = state_.observer.outcome(table, unit, result); !written) return unwritten(written.error());
  }
  at_crash_point("after an outcome");
  return result;
}

/// Says what the target holds now, not what it was asked to do.
void TableRunner::verify(const TablePlan& table, const Unit& last, TableReport& report) {
  const TableName names[] = {name_at(table, table.units.size())};
  const auto cancelled = [&] { return conditions_.cancels && conditions_.cancels(); };
  std::optional<SparedReading> spared;  // what is cancelled already is the statement before
  if (cancelled()) spared.emplace(conditions_);
  auto read = reader_.read(names);
  if (!read && !spared && cancelled()) {
    report.status = TableStatus::partly_applied;
    report.reason = "all steps ran, but the run was interrupted before the table was read back";
    report.fix = "plan again: it reads the table";
    state_.interrupted = true;
    add_finding(rules::kInterrupted, report);
    return;
  }
  if (!read || read->size() != 1) {
    return unverified(read ? "the target gave no answer" : read.error().message, report);
  }
  const ObservedTable& now = read->front();
  if (now.unread()) return unverified(unread_text(now), report);
  if (last.only_at && now.version > *last.only_at + 1) {
    notes_->push_back(table.name.text() + ": somebody wrote to it just when it was taken back; look at version " +
                      std::to_string(*last.only_at + 1) + " and what came after");
  }
  if (is_after(table, last, now)) return settle_verified(table, now, report);
  report.status = TableStatus::failed;
  report.reason = "read back, the table is not what was planned";
  report.fix = "plan again to see what differs";
  add_finding(rules::kNotAsPlanned, report);
}

void TableRunner::settle_verified(const TablePlan& table, const ObservedTable& now, TableReport& report) {
  report.verified = true;
  report.fingerprint = visible_fingerprint(now, now.blind);
  report.unseen = aspect_words(now.blind);
  if (!state_.observer.verified) return;
  const auto entered = state_.observer.verified(table, now);
  if (entered) return;
  state_.unwritten = true;
  report.status = TableStatus::failed;
  report.reason = "the table is as planned, but that could not be written down: " + entered.error().message;
  report.fix = entered.error().fix;
  add_finding(rules::kWriteFailed, report);
}

}  // namespace delta
