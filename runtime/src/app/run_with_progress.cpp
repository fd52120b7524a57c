#include "app/run_with_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "app/interrupt.hpp"
#include "delta/report/plan_json.hpp"
#include "execute/stale.hpp"
#include "report/apply_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

/// One table, planned from what it is now, with the permissions of the run.
Expected<TablePlan> plan_again(Session& session, const TableName& table) {
  const Options& options = session.options;
  auto plan = read_and_plan(session.registry, *session.target.reader,
                            {options.allow, table.text(), options.adopt, options.take_over});
  if (!plan) return std::move(plan).error();
  for (TablePlan& each : plan->tables) {
    if (each.name == table) return std::move(each);
  }
  return Error{table.text() + " is not declared", ""};
}

RunConditions conditions_of(const Session& session) {
  RunConditions conditions = session.options.conditions;
  conditions.retry = session.target.retry;
  return conditions;
}

class Progress {
 public:
  Progress(const Session& session, const Plan& plan)
      : session_(session),
        width_(report::name_width(plan)),
        lines_(session.options.format == Format::text && !session.options.quiet),
        moving_(lines_ && ::isatty(STDERR_FILENO) == 1) {}

  void started(std::size_t index, std::size_t total, const TablePlan& table) const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
    if (moving_) print_error("\r\x1b[K" + report::progress_line(index + 1, total, table.name, elapsed.count()));
  }

  void finished(const TableReport& table) const {
    if (moving_) print_error("\r\x1b[K");
    const bool quiet = table.status == TableStatus::in_sync && table.steps_done == 0 && table.commits == 0;
    // A closed pipe must not stop the run; the summary tells of it.
    if (lines_ && !quiet) (void)print(report::table_line(table, width_, session_.invocation));
  }

  ApplyObserver observer(Session& session) const {
    ApplyObserver out;
    // What was saved is run, and nothing else.
    if (!session.saved && session.options.command == Command::apply) {
      out.plan_again = [&session](const TableName& table) { return plan_again(session, table); };
    }
    out.started = [this](std::size_t index, std::size_t total, const TablePlan& table) { started(index, total, table); };
    out.finished = [this](const TableReport& table) { finished(table); };
    out.stop_requested = [] { return InterruptGuard::requested(); };
    return out;
  }

 private:
  const Session& session_;
  std::size_t width_;
  bool lines_;
  bool moving_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

bool runs_anything(const Plan& plan) {
  return std::any_of(plan.tables.begin(), plan.tables.end(), [](const TablePlan& table) { return runs(table); });
}

JournalledRun run_with_progress(Session& session, const Plan& plan, RunStore& store, RunJournal journal) {
  const Progress progress(session, plan);
  return run_journalled(plan, store, std::move(journal), *session.target.reader, *session.target.executor,
                        progress.observer(session), conditions_of(session));
}

SyncReport report_idle(Session& session, const Plan& plan) {
  const Progress progress(session, plan);
  return apply(plan, *session.target.reader, *session.target.executor, progress.observer(session), conditions_of(session));
}

ExitCode finish_run(const Session& session, const SyncReport& result, const std::string& unsettled,
                    std::optional<OutputFile>& file) {
  const Options& options = session.options;
  auto code = static_cast<ExitCode>(result.exit_code());
  const bool json = options.format == Format::json;
  const std::string summary = report::run_summary(result, session.invocation);
  const std::string text = json ? to_json(result) : summary;
  Expected<void> done;
  if (!json || !file) done = print(text);
  if (done && file) done = file->commit(text);
  if (!unsettled.empty()) {
    code = worse(code, complain(options, Stop{ExitCode::unfinished, "the run is unfinished: " + unsettled,
                                              "status tells what it had done; recover finishes it"}));
  }
  return done ? code : worse(code, complain(options, Stop{ExitCode::usage, done.error().message, done.error().fix}));
}

}  // namespace delta::app
