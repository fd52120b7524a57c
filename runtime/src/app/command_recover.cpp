#include <fmt/format.h>
#include <unistd.h>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/policy_guard.hpp"
#include "app/run_with_progress.hpp"
#include "app/saved_plan.hpp"
#include "app/state.hpp"
#include "execute/recovery.hpp"
#include "report/apply_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

using Event = JournalRecord::Event;

Stop stop_for(const Error& error, ExitCode code = ExitCode::usage) { return {code, error.message, error.fix}; }

/// The last running unit that is known to have run, in words.
std::string verdict(const TablePlan& table, const RecoveredTable& found) {
  if (!found.problem.empty()) return found.problem;
  std::size_t units = 0;
  std::size_t done = 0;
  for (std::size_t i = 0; i < table.units.size(); ++i) {
    if (!table.units[i].runs()) continue;
    ++units;
    if (i < found.done) ++done;
  }
  if (done == units) return "done";
  return done == 0 ? "not done" : fmt::format("{} of {} units done", done, units);
}

/// Says what was found; an error if somebody else changed a table.
Expected<void, Stop> tell(const Session& session, const Plan& plan, const std::vector<RecoveredTable>& tables) {
  std::string text;
  std::size_t problems = 0;
  const std::size_t width = report::name_width(plan);
  for (const RecoveredTable& each : tables) {
    const TablePlan& table = plan.tables[each.table];
    problems += each.problem.empty() ? 0 : 1;
    text += fmt::format("  {}   {}\n", report::pad(report::printable(table.name.text()), width),
                        report::printable(verdict(table, each)));
  }
  if (session.options.format == Format::text && !session.options.quiet && !print(text)) {
    return Stop{ExitCode::usage, "cannot write to standard output", ""};
  }
  if (problems == 0) return {};
  return Stop{ExitCode::conflict, fmt::format("{} is not what the run left; nothing was run", report::count(problems, "table")),
              "look at it; if it is right as it is, recover --abandon REASON, then plan again"};
}

/// Runs what is left of a plan. `open` gives the journal once it is clear that the rest can run.
template <class Open>
ExitCode run_rest(Session& session, RunStore& store, const Plan& plan, const Journal* journal, Open open) {
  const Options& options = session.options;
  const auto tables = examine_run(plan, journal, *session.target.reader);
  if (!tables) return complain(options, stop_for(tables.error(), ExitCode::failed));
  if (const auto told = tell(session, plan, *tables); !told) return complain(options, told.error());
  const Plan rest = remaining_plan(plan, *tables);
  if (runs_anything(rest)) {
    if (needs_name(session)) {
      if (const auto unnamed = ask_for_name(session, "Finish the run?")) return *unnamed;
    }
    const auto ready = session.target.executor->begin(rest, options.conditions);
    if (!ready) return complain(options, Stop{ExitCode::conflict, ready.error().message, ready.error().fix});
  }
  Expected<RunJournal> opened = open();
  if (!opened) return complain(options, stop_for(opened.error()));
  RunJournal log = *std::move(opened);
  for (const RecoveredTable& each : *tables) {
    if (each.done == 0) continue;
    JournalRecord record;
    record.event = Event::done;
    record.table = plan.tables[each.table].name.text();
    record.unit = each.done - 1;
    record.text = "found done";
    if (each.pending || journal == nullptr) {
      if (auto written = log.write(std::move(record)); !written) return complain(options, stop_for(written.error()));
    }
  }
  for (const RecoveredTable& each : *tables) {
    if (!each.now) continue;
    const auto entered = store.enter(log.id(), plan.tables[each.table].name.text(), *each.now);
    if (!entered) return complain(options, stop_for(entered.error()));
  }
  const JournalledRun run = run_with_progress(session, rest, store, std::move(log));
  std::optional<OutputFile> none;
  return finish_run(session, run.report, run.unsettled, none);
}

ExitCode abandon(Session& session, RunStore& store, const StoredRun& run) {
  JournalRecord last = who_runs(session);
  last.event = Event::abandon;
  last.text = session.options.abandon;
  if (auto done = store.abandon(run, std::move(last)); !done) return complain(session.options, stop_for(done.error()));
  return deliver(session.options, fmt::format("  Run {} is abandoned. Plan again from what is there.\n", run.id), ExitCode::in_sync);
}

ExitCode recover(Session& session, RunStore& store, const StoredRun& run) {
  if (!session.options.abandon.empty()) return abandon(session, store, run);
  const auto plan = run.problem.empty() ? store.plan_of(run) : Expected<Plan>(Error{run.problem, "recover --abandon REASON puts it away"});
  if (!plan) return complain(session.options, stop_for(plan.error(), ExitCode::unfinished));
  return run_rest(session, store, *plan, &run.journal, [&] {
    JournalRecord who = who_runs(session);
    who.event = Event::recover;
    return store.resume(run, std::move(who));
  });
}

}  // namespace

ExitCode run_recover(Session& session) {
  const Options& options = session.options;
  if (session.target.executor == nullptr) {
    return complain(options, Stop{ExitCode::usage, "a snapshot is read-only: no run can have been broken off there", ""});
  }
  if (session.saved) {
    if (const auto fits = check_saved_plan(session, *session.saved); !fits) return complain(options, fits.error());
    if (const auto lets = check_policy(session, session.saved->plan); !lets) return complain(options, lets.error());
  }
  if (options.abandon.empty()) {
    if (const auto guarded = guard_target(session); !guarded) return complain(options, guarded.error());
  }
  const InterruptGuard guard;
  const auto state = open_state(session);
  if (!state) return complain(options, state.error());
  RunStore store(state->store);
  const auto lock = lock_target(session, state->locks);
  if (!lock) return complain(options, lock.error());
  if (auto prepared = store.prepare(); !prepared) return complain(options, stop_for(prepared.error()));
  const auto runs = store.unfinished();
  if (!runs) return complain(options, stop_for(runs.error()));
  session.invocation.color = wants_color(options.color, STDOUT_FILENO);
  if (!session.saved) {
    if (runs->empty()) return deliver(options, "  No run is unfinished.\n", ExitCode::in_sync);
    ExitCode code = ExitCode::in_sync;
    for (const StoredRun& run : *runs) code = worse(code, recover(session, store, run));
    return code;
  }
  if (!runs->empty()) {
    return complain(options, Stop{ExitCode::unfinished, fmt::format("the journal of run {} is here", runs->front().id),
                                  "recover without --from goes by it"});
  }
  const Plan& plan = session.saved->plan;
  return run_rest(session, store, plan, nullptr, [&] { return store.begin(plan, who_runs(session)); });
}

}  // namespace delta::app
