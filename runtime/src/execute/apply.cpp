#include "delta/execute/apply.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "delta/rules/changes.hpp"
#include "execute/held_up.hpp"
#include "execute/run_table.hpp"
#include "execute/schedule.hpp"
#include "execute/stale.hpp"
#include "quiet_thread.hpp"

namespace delta {
namespace {

using Clock = std::chrono::steady_clock;

/// A table of the run: what is to become of it, and what did.
struct Work {
  bool runs = false;
  bool done = false;
  std::size_t index = 0;  ///< among those that have something to run
  TableReport report;
  std::vector<std::string> notes;
};

class Run {
 public:
  Run(SyncReport& report, CatalogReader& reader, PlanExecutor& executor, const ApplyObserver& observer,
      const RunConditions& conditions)
      : report_(report),
        reader_(reader),
        executor_(executor),
        state_{report.plan, observer, conditions},
        schedule_(report.plan),
        work_(report.plan.tables.size()) {
    for (std::size_t i = 0; i < work_.size(); ++i) {
      const TablePlan& table = report.plan.tables[i];
      work_[i].runs = runs(table);
      work_[i].index = count_;
      count_ += work_[i].runs ? 1 : 0;
      work_[i].report = table_report(table);
    }
  }

  void go() {
    if (count_ > 0) ready_ = executor_.begin(report_.plan, state_.conditions);
    if (!ready_) {
      const ExecutionError& why = ready_.error();
      report_.findings.push_back(rules::finding(rule_of(why), {}, why.message, why.fix));
    }
    std::vector<std::thread> others;
    if (ready_ && state_.conditions.another_session) {
      const std::size_t jobs = std::min(state_.conditions.jobs, count_);
      for (std::size_t i = 1; i < jobs; ++i) others.push_back(quiet_thread([this] { work_on_another_session(); }));
    }
    guarded([this] { work_on(reader_, executor_); });
    for (std::thread& each : others) each.join();
    if (broken_) std::rethrow_exception(broken_);
    report_.interrupted = state_.interrupted;
    for (Work& each : work_) {
      report_.tables.push_back(std::move(each.report));
      report_.notes.insert(report_.notes.end(), each.notes.begin(), each.notes.end());
    }
    if (!no_session_.empty()) report_.notes.push_back(no_session_);
    if (ready_) end();
  }

 private:
  /// A defect on one thread ends the others' work too, and is the caller's.
  template <class Body>
  void guarded(Body body) {
    try {
      body();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!broken_) broken_ = std::current_exception();
      changed_.notify_all();
    }
  }

  void work_on_another_session() {
    guarded([this] {
      auto session = state_.conditions.another_session();
      if (session) return work_on(*session->reader, *session->executor);
      const std::lock_guard lock(mutex_);
      no_session_ = "fewer tables ran side by side than was asked for: one more session could not be opened: " +
                    session.error().message;
    });
  }

  void work_on(CatalogReader& reader, PlanExecutor& executor) {
    TableRunner runner(state_, reader, executor);
    std::unique_lock lock(mutex_);
    while (const auto place = next(lock)) {
      settle(*place, runner, lock);
      schedule_.finish(*place, work_[*place].report);
      work_[*place].done = true;
      tell();
      changed_.notify_all();
    }
  }

  std::optional<std::size_t> next(std::unique_lock<std::mutex>& lock) {
    while (!broken_ && !schedule_.all_taken()) {
      if (const auto place = schedule_.take()) return place;
      changed_.wait(lock);
    }
    return std::nullopt;
  }

  /// Runs a table, without the lock, unless something stands in its way.
  void settle(std::size_t place, TableRunner& runner, std::unique_lock<std::mutex>& lock) {
    const TablePlan& table = report_.plan.tables[place];
    Work& work = work_[place];
    if (!work.runs) return;  // it is what it was
    if (!ready_) return not_begun(work.report);
    if (!may_run(place, work.report)) return;
    if (state_.observer.started) state_.observer.started(work.index, count_, table);
    lock.unlock();
    const Clock::time_point start = Clock::now();
    runner.run(table, work.report, work.notes);
    work.report.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    if (state_.observer.ended) state_.observer.ended(table);
    lock.lock();
    const bool failed = work.report.status == TableStatus::failed || work.report.status == TableStatus::conflict;
    if (failed && first_failed_ == nullptr) first_failed_ = &table.name;
  }

  /// What stands in the way of all tables is told once, by the run.
  void not_begun(TableReport& report) {
    report.reason = "the run was not begun";
    stop_table(ready_.error(), state_, report);
  }

  bool may_run(std::size_t place, TableReport& report) {
    const TableName* cause = nullptr;
    std::string reason = schedule_.obstacle(place, &cause);
    if (cause != nullptr) {
      skip_table({*cause, std::move(reason)}, report);
      return false;
    }
    if (state_.stopped() || state_.unwritten) {
      report.status = TableStatus::planned;
      report.reason = state_.unwritten ? "the journal cannot be written" : "the run was interrupted before";
      add_finding(state_.unwritten ? rules::kWriteFailed : rules::kInterrupted, report);
      return false;
    }
    if (state_.conditions.fail_fast && first_failed_ != nullptr) {
      report.status = TableStatus::planned;
      report.reason = "not begun: " + first_failed_->text() + " failed, and " +
                      std::string(state_.conditions.ended_by) + " ends the run there";
      return false;
    }
    return true;
  }

  /// Tells of the tables that are over, as far as all before them are.
  void tell() {
    for (; told_ < work_.size() && work_[told_].done; ++told_) {
      if (state_.observer.finished) state_.observer.finished(work_[told_].report);
    }
  }

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
        if (state_.observer.finished) state_.observer.finished(table);
      }
    }
  }

  SyncReport& report_;
  CatalogReader& reader_;
  PlanExecutor& executor_;
  RunState state_;
  std::size_t count_ = 0;
  Expected<void, ExecutionError> ready_;

  std::mutex mutex_;  // of what is below
  std::condition_variable changed_;
  Schedule schedule_;
  std::vector<Work> work_;
  std::size_t told_ = 0;
  const TableName* first_failed_ = nullptr;
  std::string no_session_;
  std::exception_ptr broken_;
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
