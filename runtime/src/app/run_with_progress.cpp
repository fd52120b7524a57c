#include "app/run_with_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>

#include "app/interrupt.hpp"
#include "app/live_lines.hpp"
#include "app/reports.hpp"
#include "execute/held_up.hpp"
#include "execute/stale.hpp"
#include "report/apply_text.hpp"
#include "report/run_progress.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

/// One table, planned from what it is now, with the permissions of the run.
Expected<TablePlan> plan_again(const Session& session, const TableName& table, CatalogReader& reader) {
  PlanOptions how = plan_options(session);
  how.tables = table.text();
  how.row_checks = true;
  auto plan = read_and_plan(session.registry, reader, how);
  if (!plan) return std::move(plan).error();
  for (TablePlan& each : plan->tables) {
    if (each.name == table) return std::move(each);
  }
  return Error{table.text() + " is not declared", ""};
}

RunConditions conditions_of(const Session& session) {
  RunConditions conditions = session.options.conditions;
  conditions.retry = session.target.retry;
  conditions.another_session = session.target.another_session;
  conditions.cancels = &InterruptGuard::cancel_asked;
  conditions.spare_reading = &InterruptGuard::spare_reading;
  return conditions;
}

/// What a person sees of a run while it goes on: a line for each table that is over, and on a terminal what runs now.
class Progress {
 public:
  Progress(const Session& session, const Plan& plan)
      : session_(session),
        width_(report::name_width(plan)),
        lines_(session.options.format == Format::text && !session.options.quiet),
        moves_(lines_ && LiveLines::possible()),
        patience_(!moves_),
        run_(plan, session.target.another_session ? session.options.conditions.jobs : 1) {
    if (moves_) live_.emplace([this](std::size_t width, std::size_t height) { return now(width, height); });
  }

  ApplyObserver observer(const Session& session) {
    ApplyObserver out;
    // What was saved is run, and nothing else.
    if (!session.saved && session.options.command == Command::apply) {
      out.plan_again = [&session](const TableName& table, CatalogReader& reader) {
        return plan_again(session, table, reader);
      };
    }
    out.started = [this](std::size_t, std::size_t, const TablePlan& table) {
      note([&] { run_.begin(table, elapsed()); });
    };
    out.progressed = [this](const TablePlan& table, std::size_t unit) {
      note([&] { run_.unit_done(table.name, table.units[unit], elapsed()); });
    };
    out.ended = [this](const TablePlan& table) { note([&] { run_.end(table.name); }); };
    out.finished = [this](const TableReport& table) { finished(table); };
    out.stop_requested = [] { return InterruptGuard::requested(); };
    out.closing = &InterruptGuard::let_finish;
    return out;
  }

 private:
  template <class Change>
  void note(Change change) {
    const std::lock_guard lock(mutex_);
    change();
  }

  void finished(const TableReport& table) {
    note([&] { run_.end(table.name); });  // one that never began
    const bool quiet = table.status == TableStatus::in_sync && table.steps_done == 0 && table.commits == 0;
    if (!lines_ || quiet) return;
    // A closed pipe must not stop the run; the summary tells of it.
    const auto line = [&] { (void)print(report::table_line(table, width_, session_.invocation)); };
    if (live_) return live_->above(line);
    line();
  }

  std::vector<std::string> now(std::size_t width, std::size_t height) {
    const bool stopping = InterruptGuard::requested() && height > 1;
    const std::lock_guard lock(mutex_);
    std::vector<std::string> lines = run_.lines(elapsed(), width, stopping ? height - 1 : height);
    if (stopping) {
      lines.push_back(report::shorten(InterruptGuard::cancel_asked()
                                          ? "  Cancelling the statement that runs."
                                          : "  Stopping after the statement that runs; a second Ctrl-C cancels it.",
                                      width));
    }
    return lines;
  }

  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

  const Session& session_;
  const std::size_t width_;
  const bool lines_;
  const bool moves_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  InterruptGuard::Patience patience_;
  std::mutex mutex_;
  report::RunProgress run_;  ///< under the mutex
  std::optional<LiveLines> live_;
};

}  // namespace

bool runs_anything(const Plan& plan) {
  const std::map<std::size_t, HeldUp> held = held_up(plan);
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    if (runs(plan.tables[i]) && !held.contains(i)) return true;
  }
  return false;
}

SyncReport run_with_progress(Session& session, const Plan& plan, RunStore& store, RunJournal journal,
                             const RunPolicy& policy) {
  session.invocation.takes_back = policy.back || !plan.rolls_back.empty();
  Progress progress(session, plan);
  return run_journalled(plan, store, std::move(journal), *session.target.reader, *session.target.executor,
                        progress.observer(session), conditions_of(session), policy);
}

SyncReport report_idle(Session& session, const Plan& plan) {
  Progress progress(session, plan);
  return apply(plan, *session.target.reader, *session.target.executor, progress.observer(session),
               conditions_of(session));
}

namespace {

/// Hands the result over, to people as `text`; returns `code`, or worse if that cannot be.
ExitCode hand_over(Session& session, const SyncReport& report, const std::string& text, ExitCode code) {
  if (session.options.format == Format::text) {
    if (const auto said = print(text); !said)
      code = worse(code, complain(session.options, stop_for(said.error(), ExitCode::usage)));
  }
  return write_reports(session, report, write_result(session, report, code));
}

std::string unfinished_too(const Session& session) { return "run " + session.other_run + " is unfinished too"; }

ExitCode tell_of_other_run(const Session& session, ExitCode code) {
  if (session.other_run.empty()) return code;
  return worse(code, complain(session.options, Stop{ExitCode::unfinished, unfinished_too(session), "recover again"}));
}

}  // namespace

Expected<void, Stop> open_result(Session& session) {
  if (session.options.out.empty()) return {};
  auto opened = OutputFile::open(session.options.out);
  if (!opened) return stop_for(opened.error(), ExitCode::usage);
  session.result.emplace(*std::move(opened));
  return {};
}

ExitCode finish_run(Session& session, SyncReport result) {
  const std::string own = result.unfinished;
  const std::string text = report::run_summary(result, session.invocation);
  if (own.empty() && !session.other_run.empty()) result.unfinished = unfinished_too(session);
  const auto code = static_cast<ExitCode>(result.exit_code());
  const ExitCode handed = hand_over(session, result, text, code);
  if (own.empty()) return tell_of_other_run(session, handed);
  return worse(handed, complain(session.options, Stop{ExitCode::unfinished, "the run is unfinished: " + own,
                                                      "status tells what it had done; recover finishes it"}));
}

ExitCode finish_without_run(Session& session, const std::string& text) {
  SyncReport nothing;
  const Capabilities& target = session.target.reader->capabilities();
  nothing.plan.registry_name = session.registry.name;
  nothing.plan.registry_fingerprint = session.registry_fingerprint;
  nothing.plan.target = target.target;
  nothing.plan.dialect = target.dialect;
  nothing.notes.push_back(text);
  if (!session.other_run.empty()) nothing.unfinished = unfinished_too(session);
  const auto code = static_cast<ExitCode>(nothing.exit_code());
  return tell_of_other_run(session, hand_over(session, nothing, "  " + text + "\n", code));
}

}  // namespace delta::app
