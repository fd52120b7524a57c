#include "delta/execute/apply.hpp"

#include <algorithm>
#include <map>

#include "delta/rules/changes.hpp"
#include "execute/crash_point.hpp"
#include "execute/outcome.hpp"
#include "execute/replan.hpp"
#include "execute/stale.hpp"

namespace delta {
namespace {

using Clock = std::chrono::steady_clock;

TableReport begin(const TablePlan& table) {
  TableReport report;
  report.name = table.name;
  report.findings = table.findings;
  report.steps_skipped = table.skipped_count();
  return report;
}

std::size_t running_steps(const Unit& unit) {
  return static_cast<std::size_t>(
      std::count_if(unit.steps.begin(), unit.steps.end(), [](const Step& step) { return !step.skipped; }));
}

/// Why nothing of a plan may run.
std::string refusal(const TablePlan& table) {
  for (const Finding& finding : table.findings) {
    if (finding.severity == Severity::error) return "it is refused: " + finding.text;
  }
  return "it cannot be read: " + table.problem;
}

bool bad(TableStatus status) {
  return status == TableStatus::failed || status == TableStatus::blocked || status == TableStatus::conflict ||
         status == TableStatus::skipped;
}

class Run {
 public:
  Run(SyncReport& report, CatalogReader& reader, PlanExecutor& executor, const ApplyObserver& observer,
      const RunConditions& conditions)
      : report_(report), reader_(reader), executor_(executor), observer_(observer), conditions_(conditions) {
    if (!conditions_.clock.sleep) conditions_.clock = system_retry_clock(observer.stop_requested);
  }

  void go() {
    const auto& tables = report_.plan.tables;
    const auto count = static_cast<std::size_t>(std::count_if(tables.begin(), tables.end(), runs));
    const auto ready = count > 0 ? executor_.begin(report_.plan, conditions_) : Expected<void, ExecutionError>();
    std::size_t index = 0;
    for (const TablePlan& table : tables) {
      const bool works = runs(table);
      const Clock::time_point start = Clock::now();
      TableReport report = begin(table);
      if (!works) {
        settle_idle(table, report);
      } else if (!ready) {
        fail(ready.error(), report);
      } else if (const auto* cause = failed_dependency(table)) {
        report.status = TableStatus::skipped;
        report.reason = "it refers to " + cause->text() + ", which is not in sync";
        report.fix = "settle " + cause->text() + " and apply again";
        add_finding(rules::kDependencyFailed, report);
      } else if (stopped() || unwritten_) {
        report.status = TableStatus::planned;
        report.reason = unwritten_ ? "the journal cannot be written" : "the run was interrupted before";
        add_finding(unwritten_ ? rules::kWriteFailed : rules::kInterrupted, report);
      } else {
        if (observer_.started) observer_.started(index, count, table);
        plans_ = 0;
        execute(table, report);
      }
      if (works) ++index;
      report.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
      if (bad(report.status)) bad_.emplace(fold_case(table.name.text()));
      if (observer_.finished) observer_.finished(report);
      report_.tables.push_back(std::move(report));
    }
    if (ready) end();
  }

 private:
  /// A commit that is gone at the end of the run takes the table's success back.
  void end() {
    RunEnd end = executor_.end(report_.plan);
    report_.notes.insert(report_.notes.end(), end.notes.begin(), end.notes.end());
    for (const LostCommit& lost : end.lost) {
      for (TableReport& table : report_.tables) {
        if (table.name != lost.table) continue;
        table.status = TableStatus::failed;
        table.verified = false;
        table.reason = lost.message;
        table.fix = lost.fix;
        add_finding(rules::kCommitLost, table);
        if (observer_.finished) observer_.finished(table);
      }
    }
  }

  static void add_finding(const rules::RuleInfo& rule, TableReport& table) {
    Finding finding = rules::finding(rule, {}, table.reason, table.fix);
    finding.table = table.name.text();
    table.findings.push_back(std::move(finding));
  }

  bool stopped() {
    if (!report_.interrupted && observer_.stop_requested && observer_.stop_requested()) report_.interrupted = true;
    return report_.interrupted;
  }

  static void settle_idle(const TablePlan& table, TableReport& report) {
    if (table.state == Presence::failed || table.state == Presence::not_visible) {
      report.status = TableStatus::failed;
      report.reason = table.problem;
    } else if (table.blocked()) {
      report.status = TableStatus::blocked;
    } else if (report.steps_skipped > 0) {
      report.status = TableStatus::planned;
    } else {
      report.status = TableStatus::in_sync;
    }
  }

  const TableName* failed_dependency(const TablePlan& table) const {
    for (const TableName& name : table.depends_on) {
      if (bad_.contains(fold_case(name.text()))) return &name;
    }
    return nullptr;
  }

  void execute(const TablePlan& table, TableReport& report) {
    const Unit* last = nullptr;
    for (std::size_t i = 0; i < table.units.size(); ++i) {
      const Unit& unit = table.units[i];
      if (!unit.runs()) continue;
      if (last != nullptr && stopped()) {
        report.status = TableStatus::partly_applied;
        report.reason = "the run was interrupted";
        add_finding(rules::kInterrupted, report);
        return;
      }
      auto result = run_written(table, i);
      if (!result) return go_on(table, result.error(), report);
      report_.notes.insert(report_.notes.end(), result->notes.begin(), result->notes.end());
      count(unit, *result, report);
      last = &unit;
    }
    report.status = report.steps_skipped > 0 ? TableStatus::partly_applied : TableStatus::applied;
    verify(table, *last, report);
  }

  /// After a failure. A table that another client changed meanwhile is planned again, and goes on if that takes nothing
  /// that nobody agreed to.
  void go_on(const TablePlan& table, const ExecutionError& error, TableReport& report) {
    constexpr int kMostPlans = 3;
    const sql::Dialect* dialect = sql::find_dialect(report_.plan.dialect);
    const bool asks = error.kind == ExecutionError::Kind::conflict && observer_.plan_again && dialect != nullptr;
    if (!asks || plans_ >= kMostPlans) return fail(error, report);
    ++plans_;
    const Expected<TablePlan> again = observer_.plan_again(table.name);
    if (!again) return fail(error, report);
    ExecutionError changed{ExecutionError::Kind::conflict,
                           "another client changed the table meanwhile; planned again, ", ""};
    if (again->blocked()) {
      changed.message += refusal(*again);
      changed.fix = "plan again once that is settled";
      return fail(changed, report);
    }
    if (!asks_nothing_new(table, *again, *dialect)) {
      changed.message += "it would take steps that nobody agreed to";
      changed.fix = "plan again to see them";
      return fail(changed, report);
    }
    report_.notes.push_back(table.name.text() +
                            ": another client changed the table meanwhile; planned again, it takes no other steps, and "
                            "those that are left ran");
    if (runs(*again)) return execute(*again, report);
    report.status = report.steps_skipped > 0 ? TableStatus::partly_applied : TableStatus::applied;
    settle_verified(*again, again->observed, report);
  }

  /// Runs a unit between its intent and its outcome, where somebody writes them down.
  Expected<UnitResult, ExecutionError> run_written(const TablePlan& table, std::size_t unit) {
    const auto unwritten = [this](const Error& error) {
      unwritten_ = true;
      return ExecutionError{ExecutionError::Kind::failed, error.message, error.fix};
    };
    if (observer_.intent) {
      if (const auto written = observer_.intent(table, unit); !written) return unwritten(written.error());
    }
    at_crash_point("before a unit");
    auto result = run_unit(executor_, reader_, table, table.units[unit], name_after(table), conditions_);
    at_crash_point("after a unit");
    if (observer_.outcome) {
      if (const auto written = observer_.outcome(table, unit, result); !written) return unwritten(written.error());
    }
    return result;
  }

  static const rules::RuleInfo& rule_of(const ExecutionError& error) {
    if (const rules::RuleInfo* rule = rules::find_rule(error.code)) return *rule;
    switch (error.kind) {
      case ExecutionError::Kind::conflict:
        return rules::kConflict;
      case ExecutionError::Kind::interrupted:
        return rules::kInterrupted;
      case ExecutionError::Kind::exists:
        return rules::kNotVisible;
      case ExecutionError::Kind::failed:
        break;
    }
    return rules::kWriteFailed;
  }

  void fail(const ExecutionError& error, TableReport& report) {
    report.outcome_unknown = error.unknown_outcome;
    report.reason = error.message;
    report.fix = error.fix;
    add_finding(rule_of(error), report);
    switch (error.kind) {
      case ExecutionError::Kind::conflict:
        report.status = TableStatus::conflict;
        return;
      case ExecutionError::Kind::exists:
      case ExecutionError::Kind::failed:
        report.status = TableStatus::failed;
        return;
      case ExecutionError::Kind::interrupted:
        report_.interrupted = true;
        report.status = report.steps_done > 0 ? TableStatus::partly_applied : TableStatus::planned;
    }
  }

  static void count(const Unit& unit, const UnitResult& result, TableReport& report) {
    report.steps_done += running_steps(unit);
    if (result.version_after && result.version_after != result.version_before) ++report.commits;
    if (!report.version_before && report.commits <= 1) report.version_before = result.version_before;
    report.version_after = result.version_after;
  }

  /// Says what the target holds now, not what it was asked to do.
  void verify(const TablePlan& table, const Unit& last, TableReport& report) {
    const TableName names[] = {name_after(table)};
    auto read = reader_.read(names);
    if (!read || read->size() != 1) {
      return unverified(read ? "the target gave no answer" : read.error().message, report);
    }
    const ObservedTable& now = read->front();
    if (now.presence == Presence::failed || now.presence == Presence::not_visible)
      return unverified(now.problem, report);
    if (is_after(table, last, now)) {
      return settle_verified(table, now, report);
    }
    report.status = TableStatus::failed;
    report.reason = "read back, the table is not what was planned";
    report.fix = "plan again to see what differs";
    add_finding(rules::kNotAsPlanned, report);
  }

  void settle_verified(const TablePlan& table, const ObservedTable& now, TableReport& report) {
    report.verified = true;
    if (!observer_.verified) return;
    const auto entered = observer_.verified(table, now);
    if (entered) return;
    unwritten_ = true;
    report.status = TableStatus::failed;
    report.reason = "the table is as planned, but that could not be written down: " + entered.error().message;
    report.fix = entered.error().fix;
    add_finding(rules::kWriteFailed, report);
  }

  static void unverified(const std::string& why, TableReport& report) {
    report.status = TableStatus::failed;
    report.reason = "all steps ran, but the table could not be read back: " + why;
    report.fix = "plan again once it can be read";
    add_finding(rules::kUnreadable, report);
  }

  /// A rename that was not allowed leaves the table where it was.
  static const TableName& name_after(const TablePlan& table) {
    for (const Unit& unit : table.units) {
      for (const Step& step : unit.steps) {
        if (std::holds_alternative<action::RenameTable>(step.action) && step.skipped) return table.observed_name;
      }
    }
    return table.name;
  }

  SyncReport& report_;
  CatalogReader& reader_;
  PlanExecutor& executor_;
  const ApplyObserver& observer_;
  RunConditions conditions_;
  int plans_ = 0;  ///< of the table at hand, after the first
  std::set<std::string> bad_;
  bool unwritten_ = false;  // the journal failed: nothing more may happen
};

}  // namespace

SyncReport apply(Plan plan, CatalogReader& reader, PlanExecutor& executor, const ApplyObserver& observer,
                 const RunConditions& conditions) {
  SyncReport report;
  report.plan = std::move(plan);
  Run(report, reader, executor, observer, conditions).go();
  return report;
}

}  // namespace delta
