#include "execute/journalled_run.hpp"

#include <map>
#include <mutex>
#include <set>

#include "delta/report/plan_json.hpp"
#include "execute/follow_up.hpp"
#include "execute/held_up.hpp"
#include "execute/shared_journal.hpp"
#include "execute/stale.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;

JournalRecord record_of(const TablePlan& table, std::size_t unit, Event event) {
  JournalRecord record;
  record.event = event;
  record.table = table.name.text();
  record.unit = unit;
  return record;
}

JournalRecord outcome_record(const TablePlan& table, std::size_t unit,
                             const Expected<UnitResult, ExecutionError>& result) {
  if (result) {
    JournalRecord record = record_of(table, unit, Event::done);
    record.version_before = result->version_before;
    record.version_after = result->version_after;
    record.text = result->found;
    return record;
  }
  JournalRecord record = record_of(table, unit, result.error().unknown_outcome ? Event::unknown : Event::failed);
  record.text = result.error().message;
  record.sqlstate = result.error().sqlstate;
  return record;
}

using Statements = std::map<std::pair<std::string, std::size_t>, std::vector<std::string>>;

Statements statements_of(const Plan& plan) {
  Statements out;
  for (const TablePlan& table : plan.tables) {
    for (std::size_t i = 0; i < table.units.size(); ++i) out[{table.name.text(), i}] = table.units[i].statements;
  }
  return out;
}

std::string back_text(const SyncReport& report) {
  return report.back ? "taken back" : "run " + report.plan.rolls_back + " is taken back";
}

std::string status_of(const SyncReport& report) {
  if (report.interrupted) return "interrupted";
  const std::string undone = report.undo ? ", what it had done is undone" : "";
  switch (report.exit_code()) {
    case 0: return report.takes_back() ? back_text(report) : "done";
    case 2:
      return report.takes_back() ? back_text(report) + " in part" : "done, steps are left that wait for permission";
    case 3: return "findings stopped a table";
    case 5: return "a table changed meanwhile" + undone;
    default: return "a table failed" + undone;
  }
}

/// What stopped tables, a line each. A table that could not be read back has no record of its own that says so.
std::string why_of(const SyncReport& report) {
  std::string out;
  for (const TableReport& table : report.tables) {
    if (!failed(table) || table.reason.empty()) continue;
    if (!out.empty()) out += '\n';
    out += table.name.text() + ": " + table.reason;
  }
  return out;
}

/// Whether a run that is gone on with has not come to the end of its plan. What was refused when it was planned is none
/// of it, and what the run itself was told to do about failures has its own end.
bool is_left(const SyncReport& report, OnFailure on_failure) {
  if (report.interrupted) return true;
  if (on_failure == OnFailure::go_on || (on_failure == OnFailure::rollback_run && report.undo)) return false;
  const auto held = held_up(report.plan);
  for (std::size_t i = 0; i < report.tables.size(); ++i) {
    const TableStatus status = report.tables[i].status;
    const bool short_of_it = status == TableStatus::failed || status == TableStatus::conflict ||
                             status == TableStatus::blocked || status == TableStatus::skipped;
    if (short_of_it && report.tables[i].steps_undone == 0 && runs(report.plan.tables[i]) && !held.contains(i))
      return true;
  }
  return false;
}

/// A run that is not closed is over all the same where its end is written down.
void enter_unclosed(const RunStore& store, const Error& why, SyncReport& report) {
  if (!store.ended(report.run)) {
    report.unfinished = why.message;
    return;
  }
  report.notes.push_back("the run is over and its end is written down, but it is not put away: " + in_one_line(why));
}

/// A run at work: each pass of plans is written down in the one journal.
class Journalled : public RunPasses {
 public:
  Journalled(RunStore& store, RunJournal& journal, CatalogReader& reader, PlanExecutor& executor,
             const ApplyObserver& observer, const RunConditions& conditions, const RunPolicy& policy,
             const Plan& own_plan)
      : shared_(store, journal), reader_(reader), executor_(executor), observer_(observer), conditions_(conditions) {
    if (policy.so_far != nullptr) records_ = policy.so_far->records;
    planned_ = statements_of(own_plan);
  }

  SyncReport pass(Plan plan) override {
    ApplyObserver observer = observer_;
    observer.finished = nullptr;
    return carry_out(std::move(plan), std::move(observer), conditions_);
  }

  /// `quiet`: of which tables nothing is told yet.
  SyncReport pass(Plan plan, const RunConditions& conditions, const std::function<bool(const TableReport&)>& quiet) {
    ApplyObserver observer = observer_;
    observer.finished = [&](const TableReport& table) {
      if (!quiet(table)) tell(table);
    };
    return carry_out(std::move(plan), std::move(observer), conditions);
  }

  SyncReport pass_back(Plan plan) override {
    ApplyObserver observer = observer_;
    observer.plan_again = nullptr;
    observer.finished = [this](TableReport table) {
      enter_undone(table);
      tell(table);
    };
    SyncReport report = carry_out(std::move(plan), std::move(observer), conditions_);
    report.back = true;
    for (TableReport& table : report.tables) {
      enter_undone(table);
      // What was taken back by then: the rest of a way back tells of all of it.
      if (table.status == TableStatus::in_sync) table.status = TableStatus::undone;
    }
    return report;
  }

  void tell(const TableReport& table) {
    if (observer_.finished) observer_.finished(table);
  }

  Expected<void> write(JournalRecord record) override {
    auto written = shared_.write(record);
    const std::lock_guard lock(mutex_);
    if (written) records_.push_back(std::move(record));
    return written;
  }

  const std::vector<JournalRecord>& records() const override { return records_; }
  CatalogReader& reader() override { return reader_; }
  bool unsettled() const override { return !why_unsettled().empty(); }
  void leave_unsettled(std::string why) override { unsettled_ = std::move(why); }
  const std::string& why_unsettled() const { return shared_.problem().empty() ? unsettled_ : shared_.problem(); }

 private:
  SyncReport carry_out(Plan plan, ApplyObserver observer, const RunConditions& conditions) {
    watch(observer);
    return apply(std::move(plan), reader_, executor_, observer, conditions);
  }

  static void enter_undone(TableReport& table) {
    if (table.status == TableStatus::applied) table.status = TableStatus::undone;
    table.steps_undone = table.steps_done;
  }

  void watch(ApplyObserver& observer) {
    observer.intent = [this](const TablePlan& table, std::size_t unit) {
      JournalRecord record = record_of(table, unit, Event::intent);
      const auto known = planned_.find({record.table, unit});
      // What the run's own plan holds need not be written once more.
      if (known == planned_.end() || known->second != table.units[unit].statements)
        record.statements = table.units[unit].statements;
      return write(std::move(record));
    };
    observer.again = [this](const TablePlan& table, std::size_t unit, const ExecutionError& error) {
      JournalRecord record = record_of(table, unit, Event::retry);
      record.text = error.message;
      record.sqlstate = error.sqlstate;
      return write(std::move(record));
    };
    observer.planned_again = [this](const TablePlan& table) {
      return write(plan_record(Event::replan, table.name.text(), table));
    };
    observer.outcome = [this](const TablePlan& table, std::size_t unit,
                              const Expected<UnitResult, ExecutionError>& result) {
      return write(outcome_record(table, unit, result));
    };
    observer.verified = [this](const TablePlan& table, const ObservedTable& now) {
      return shared_.enter(table.name.text(), now);
    };
  }

  SharedJournal shared_;
  CatalogReader& reader_;
  PlanExecutor& executor_;
  const ApplyObserver& observer_;
  const RunConditions& conditions_;
  Statements planned_;
  std::mutex mutex_;  // of the records
  std::vector<JournalRecord> records_;
  std::string unsettled_;
};

}  // namespace

std::string_view on_failure_word(OnFailure choice) {
  for (const auto& [value, word] : kOnFailureWords) {
    if (value == choice) return word;
  }
  return "";
}

OnFailure on_failure_of(std::string_view word) {
  for (const auto& [value, each] : kOnFailureWords) {
    if (each == word) return value;
  }
  return OnFailure::stop;
}

SyncReport run_journalled(Plan plan, RunStore& store, RunJournal journal, CatalogReader& reader, PlanExecutor& executor,
                          ApplyObserver observer, const RunConditions& conditions, const RunPolicy& policy) {
  SyncReport report;
  const std::string run = journal.id();
  Journalled at_work(store, journal, reader, executor, observer, conditions, policy,
                     policy.own_plan != nullptr ? *policy.own_plan : plan);
  if (policy.back) {
    report = at_work.pass_back(std::move(plan));
    if (!is_settled(report)) at_work.leave_unsettled("not all of it is taken back");
  } else {
    RunConditions first = conditions;
    if (policy.on_failure == OnFailure::rollback_run) {
      first.fail_fast = true;  // what would begin would be undone
      first.ended_by = "--on-failure rollback-run";
    }
    std::set<TableName> told_later;  // once what does not need their failed steps was tried
    const auto quiet = [&](const TableReport& table) {
      if (!failed(table) || policy.on_failure != OnFailure::go_on) return false;
      told_later.insert(table.name);
      return true;
    };
    report = at_work.pass(std::move(plan), first, quiet);
    follow_up(at_work, policy, report);
    for (const TableReport& table : report.tables) {
      if (told_later.contains(table.name)) at_work.tell(table);
    }
    if (policy.recovers && is_left(report, policy.on_failure)) at_work.leave_unsettled("not all of its plan has run");
  }
  report.run = run;
  report.unfinished = at_work.why_unsettled();
  if (!report.unfinished.empty()) return report;
  if (observer.closing) observer.closing();
  JournalRecord last;
  last.event = Event::end;
  last.text = status_of(report);
  last.why = why_of(report);
  if (auto closed = store.close(std::move(journal), std::move(last)); !closed)
    enter_unclosed(store, closed.error(), report);
  return report;
}

}  // namespace delta
