#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/saved_plan.hpp"
#include "delta/report/plan_json.hpp"
#include "report/apply_text.hpp"
#include "report/plan_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

Stop read_only_target(const Options& options) {
  return {ExitCode::usage, fmt::format("{} is a snapshot, which is read-only: nothing can be applied to it", options.target),
          "apply to the target that it was made of; plan, check and emit work on a snapshot"};
}

bool runs_anything(const Plan& plan) {
  return std::any_of(plan.tables.begin(), plan.tables.end(), [](const TablePlan& table) {
    return !table.blocked() &&
           std::any_of(table.units.begin(), table.units.end(), [](const Unit& unit) { return unit.runs(); });
  });
}

/// Whether the target can be written to now: told before anybody is asked.
Expected<void, Stop> begin(const Session& session, const Plan& plan) {
  if (!runs_anything(plan)) return {};
  const auto ready = session.target.executor->begin(plan, session.options.conditions);
  if (ready) return {};
  return Stop{ExitCode::conflict, ready.error().message, ready.error().fix};
}

/// Asks whether the plan may run, if it must be asked. Nothing: go on.
std::optional<ExitCode> decline(const Session& session, const Plan& plan) {
  const Options& options = session.options;
  if (options.yes || session.saved) return std::nullopt;
  const std::size_t steps = report::count_plan(plan, options.allow).runnable;
  const std::string question = fmt::format("Run {} on {}? [y/N] ", report::count(steps, "step"), session.invocation.target);
  switch (ask(question.c_str())) {
    case Answer::yes: return std::nullopt;
    case Answer::no: print_error("Declined: nothing was changed.\n"); return ExitCode::changes_remain;
    case Answer::interrupted: print_error("\nInterrupted: nothing was changed.\n"); return ExitCode::interrupted;
  }
  return ExitCode::changes_remain;
}

/// Says what happens while it happens: a line for each table that is done, and a moving line on a terminal.
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

 private:
  const Session& session_;
  std::size_t width_;
  bool lines_;
  bool moving_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

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

SyncReport run(Session& session, const Plan& plan) {
  const Progress progress(session, plan);
  ApplyObserver observer{
      [&](std::size_t index, std::size_t total, const TablePlan& table) { progress.started(index, total, table); },
      [&](const TableReport& table) { progress.finished(table); }, [] { return InterruptGuard::requested(); },
      [&](const TableName& table) { return plan_again(session, table); }};
  if (session.saved) observer.plan_again = nullptr;  // what was saved is run, and nothing else
  RunConditions conditions = session.options.conditions;
  conditions.retry = session.target.retry;
  return apply(plan, *session.target.reader, *session.target.executor, observer, conditions);
}

/// The result goes to --out if one is named; what a person reads goes to standard output all the same.
ExitCode finish(const Session& session, const SyncReport& result, std::optional<OutputFile>& file) {
  const Options& options = session.options;
  const auto code = static_cast<ExitCode>(result.exit_code());
  const bool json = options.format == Format::json;
  const std::string summary = report::run_summary(result, session.invocation);
  const std::string text = json ? to_json(result) : summary;
  Expected<void> done;
  if (!json || !file) done = print(text);
  if (done && file) done = file->commit(text);
  return done ? code : worse(code, complain(options, Stop{ExitCode::usage, done.error().message, done.error().fix}));
}

/// The plan, which is on the screen already, has nothing that may run.
ExitCode finish_idle(const Session& session, const Plan& plan, std::optional<OutputFile>& file) {
  const Options& options = session.options;
  std::string text;
  for (const std::string& note : session.target.executor->end(plan).notes) text += "  note: " + report::printable(note) + "\n";
  text += report::idle_summary(plan, session.invocation);
  if (options.quiet && options.yes) text = report::plan_outcome(plan, session.invocation, false) + text;
  Expected<void> done = print(text);
  if (done && file) done = file->commit(report::plan_outcome(plan, session.invocation, false) + text);
  const ExitCode code = plan_exit_code(plan, true);
  return done ? code : worse(code, complain(options, Stop{ExitCode::usage, done.error().message, done.error().fix}));
}

/// The plan that was saved, if it still is true; else one made now.
Expected<Plan, Stop> plan_to_run(Session& session) {
  if (!session.saved) return plan_session(session, *session.target.reader);
  if (const auto fits = check_saved_plan(session, *session.saved); !fits) return fits.error();
  if (const auto still = check_still_true(session, session.saved->plan); !still) return still.error();
  return session.saved->plan;
}

}  // namespace

ExitCode run_apply(Session& session) {
  const Options& options = session.options;
  if (session.target.executor == nullptr) return complain(options, read_only_target(options));
  if (!options.yes && !session.saved && (!can_ask() || options.format == Format::json)) {
    return complain(options, Stop{ExitCode::usage, "apply asks before it changes anything, and there is nobody to ask",
                                  "look at the plan first, then add --yes; or save it with plan --out FILE and apply FILE"});
  }
  std::optional<OutputFile> file;
  if (!options.out.empty()) {
    auto opened = OutputFile::open(options.out);
    if (!opened) return complain(options, Stop{ExitCode::usage, opened.error().message, opened.error().fix});
    file.emplace(*std::move(opened));
  }
  const InterruptGuard guard;
  auto plan = plan_to_run(session);
  if (!plan) return complain(options, plan.error());
  session.invocation.color = wants_color(options.color, STDOUT_FILENO);
  const bool shows = options.format == Format::text && !options.quiet;
  if (shows || !options.yes) {
    const std::string text = report::plan_text(*plan, session.invocation, session.registry.lines, false);
    const auto shown = print(runs_anything(*plan) ? text + "\n" : text);
    if (!shown) return complain(options, Stop{ExitCode::usage, shown.error().message, shown.error().fix});
  }
  if (InterruptGuard::requested()) {
    print_error("Interrupted: nothing was changed.\n");
    return ExitCode::interrupted;
  }
  const bool json = options.format == Format::json;
  if (!runs_anything(*plan) && !json) return finish_idle(session, *plan, file);
  if (!json) {  // a program is told in the report
    if (const auto ready = begin(session, *plan); !ready) return complain(options, ready.error());
  }
  if (const auto declined = decline(session, *plan)) return *declined;
  return finish(session, run(session, *plan), file);
}

}  // namespace delta::app
