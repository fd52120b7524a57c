#include <fmt/format.h>
#include <unistd.h>

#include <optional>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/policy_guard.hpp"
#include "app/reports.hpp"
#include "app/run_with_progress.hpp"
#include "app/saved_plan.hpp"
#include "app/state.hpp"
#include "delta/report/plan_json.hpp"
#include "delta/rules/changes.hpp"
#include "report/apply_text.hpp"
#include "report/plan_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

Stop read_only_target(const Options& options) {
  return {ExitCode::usage,
          fmt::format("{} is a snapshot, which is read-only: nothing can be applied to it", options.target),
          "apply to the target that it was made of; plan, check and emit work on a snapshot",
          rules::kReadOnlyTarget.code};
}

/// Whether the target can be written to now: told before anybody is asked, and once more before anything runs. A
/// program is told in the report.
Expected<void, Stop> begin(const Session& session, const Plan& plan) {
  if (session.options.format != Format::text || !session.reports.empty()) return {};
  const auto ready = session.target.executor->begin(plan, session.options.conditions);
  if (ready) return {};
  return Stop{ExitCode::conflict, "not begun: " + ready.error().message, ready.error().fix, ready.error().code};
}

/// Whether a person is asked first.
bool asks(const Session& session) { return needs_name(session) || !(session.options.yes || session.saved); }

/// Asks whether the plan may run, if it must be asked. Nothing: go on.
std::optional<ExitCode> decline(const Session& session, const Plan& plan) {
  const Options& options = session.options;
  const std::size_t steps = report::count_plan(plan, options.allow).runnable;
  if (needs_name(session)) return ask_for_name(session, fmt::format("Run {}?", report::count(steps, "step")));
  if (!asks(session)) return std::nullopt;
  const std::string question = fmt::format("Run {} on {}? [y/N] ", report::count(steps, "step"), target_title(session));
  switch (ask(question.c_str())) {
    case Answer::yes: return std::nullopt;
    case Answer::no: print_error("Declined: nothing was changed.\n"); return ExitCode::changes_remain;
    case Answer::interrupted: print_error("\nInterrupted: nothing was changed.\n"); return ExitCode::interrupted;
  }
  return ExitCode::changes_remain;
}

/// The plan, which is on the screen already, has nothing that may run.
ExitCode finish_idle(Session& session, const Plan& plan) {
  const Options& options = session.options;
  std::string notes;
  for (const std::string& note : session.target.executor->end(plan).notes)
    notes += "  note: " + report::printable(note) + "\n";
  const auto outcome = [&](const report::Invocation& invocation, bool whole) {
    return (whole ? report::plan_outcome(plan, invocation, false) : "") + notes +
           report::idle_summary(plan, invocation);
  };
  ExitCode code = plan_exit_code(plan, true);
  const auto check = [&](const Expected<void>& done) {
    if (!done) code = worse(code, complain(options, stop_for(done.error(), ExitCode::usage)));
  };
  check(print(outcome(session.invocation, options.quiet && options.yes)));
  report::Invocation plain = session.invocation;
  plain.color = false;
  if (session.result) check(session.result->commit(outcome(plain, true)));
  return write_reports(session, report_of(plan), code);
}

/// Nothing runs, for somebody said so.
ExitCode leave_it(Session& session, const Plan& plan, ExitCode code) {
  SyncReport report = report_of(plan);
  report.interrupted = code == ExitCode::interrupted;
  return write_reports(session, report, write_result(session, report, code));
}

/// The plan that was saved, if it still is true; else one made now.
Expected<Plan, Stop> plan_to_run(Session& session) {
  if (!session.saved) return plan_session(session, *session.target.reader);
  if (const auto fits = check_saved_plan(session, *session.saved); !fits) return fits.error();
  if (const auto way_back = check_reversible(session, session.saved->plan); !way_back) return way_back.error();
  if (const auto lets = check_policy(session, session.saved->plan, session.options.plan_file + " run"); !lets)
    return lets.error();
  if (const auto whole = check_goes_back_whole(session, session.saved->plan); !whole) return whole.error();
  if (const auto still = check_still_true(session, session.saved->plan); !still) return still.error();
  return session.saved->plan;
}

/// Under the lock: no run is unfinished, no other changed anything since the plan was made, and no writer is at work.
/// `waited`: the lock was another's first.
Expected<RunJournal, Stop> begin_journal(Session& session, const std::string& locks, RunStore& store, const Plan& plan,
                                         const std::string& newest_before, bool waited) {
  const auto stop = [&](const Error& error) { return state_stop(session, locks, error); };
  if (auto prepared = store.prepare(); !prepared) return stop(prepared.error());
  if (auto clear = refuse_broken_off(store); !clear) return clear.error();
  const auto newest = store.newest_finished();
  if (!newest) return stop(newest.error());
  // A lake is looked at again with each commit. A server takes a statement whatever the table is by then, and who
  // waited, for an answer or for the lock, waited long.
  const bool long_ago = (waited || asks(session)) && !session.target.reader->capabilities().atomic_table_commit;
  if (*newest != newest_before || long_ago) {
    if (auto still = check_still_true(session, plan); !still) return still.error();
  }
  if (const auto ready = begin(session, plan); !ready) return ready.error();
  JournalRecord who = who_runs(session);
  if (session.options.on_failure != OnFailure::stop) who.on_failure = on_failure_word(session.options.on_failure);
  auto journal = store.begin(plan, std::move(who));
  if (!journal) return stop(journal.error());
  return *std::move(journal);
}

ExitCode run_locked(Session& session, const StatePlace& place, RunStore& store, const Plan& plan,
                    const std::string& newest_before) {
  const auto lock = lock_target(session, place);
  if (!lock) return give_up(session, lock.error());
  const bool waited = lock->server && lock->server->waited();
  auto journal = begin_journal(session, place.locks, store, plan, newest_before, waited);
  if (!journal) return give_up(session, journal.error());
  const SyncReport report =
      run_with_progress(session, plan, store, *std::move(journal),
                        {.on_failure = session.options.on_failure, .undo = plan_options(session)});
  return finish_run(session, report);
}

}  // namespace

ExitCode run_apply(Session& session) {
  const Options& options = session.options;
  if (const auto opened = open_result(session); !opened) return give_up(session, opened.error());
  if (session.target.executor == nullptr) return give_up(session, read_only_target(options));
  if (const auto guarded = guard_target(session); !guarded) return give_up(session, guarded.error());
  if (!options.yes && !session.saved && (!can_ask() || options.format != Format::text)) {
    return give_up(session,
                   Stop{ExitCode::usage, "apply asks before it changes anything, and there is nobody to ask",
                        "look at the plan first, then add --yes; or save it with plan --out FILE and apply FILE"});
  }
  const InterruptGuard guard;
  const auto state = open_state(session);
  if (!state) return give_up(session, state.error());
  RunStore store(state->store);
  if (const auto alone = wait_for_others(session, *state); !alone) return give_up(session, alone.error());
  if (const auto clear = refuse_unfinished(session, store, state->locks); !clear)
    return give_up(session, clear.error());
  const auto newest = store.newest_finished();
  if (!newest) return give_up(session, stop_for(newest.error()));
  auto plan = plan_to_run(session);
  if (!plan) return give_up(session, plan.error());
  session.invocation.color = wants_color(options.color, STDOUT_FILENO);
  const bool shows = options.format == Format::text && !options.quiet;
  if (shows || (!options.yes && !session.saved)) {  // who is asked sees it in any case
    const std::string text = report::plan_text(*plan, session.invocation, session.registry.lines, false);
    const auto shown = print(runs_anything(*plan) ? text + "\n" : text);
    if (!shown) return give_up(session, stop_for(shown.error(), ExitCode::usage));
  }
  if (InterruptGuard::requested()) {
    print_error("Interrupted: nothing was changed.\n");
    return leave_it(session, *plan, ExitCode::interrupted);
  }
  const bool program = options.format != Format::text;
  if (!runs_anything(*plan)) {
    return program ? finish_run(session, report_idle(session, *plan)) : finish_idle(session, *plan);
  }
  if (const auto ready = begin(session, *plan); !ready) return give_up(session, ready.error());
  if (const auto declined = decline(session, *plan)) return leave_it(session, *plan, *declined);
  return run_locked(session, *state, store, *plan, *newest);
}

}  // namespace delta::app
