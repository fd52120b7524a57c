#include <fmt/format.h>
#include <unistd.h>

#include <functional>
#include <optional>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/policy_guard.hpp"
#include "app/reports.hpp"
#include "app/run_with_progress.hpp"
#include "app/saved_plan.hpp"
#include "app/state.hpp"
#include "delta/plan/preflight.hpp"
#include "delta/report/plan_json.hpp"
#include "delta/rules/changes.hpp"
#include "execute/undo.hpp"
#include "report/apply_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

using Event = JournalRecord::Event;

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

/// A run that is to be gone on with, and what is known of it.
struct BrokenRun {
  std::string id;  ///< or the plan's file
  Plan own_plan;
  RunCourse course;
  const Journal* journal = nullptr;  ///< null: the machine that had it is gone
  bool ends_elsewhere = false;       ///< or only its end is gone

  /// What tells how far each table is; null: the tables alone do.
  const Journal* trail() const { return journal == nullptr || ends_elsewhere ? nullptr : &course.journal; }
  /// Whether the table, of the plan that the run goes by, may have been changed by it.
  bool may_have_begun(std::size_t table) const {
    return course.back || trail() == nullptr || course.tables[table].begun;
  }
};

/// Says what was found; an error if somebody else changed a table. `back`: only those count that the run had begun.
Expected<void, Stop> tell(const Session& session, const BrokenRun& run, const std::vector<RecoveredTable>& tables,
                          bool back = false) {
  const Plan& plan = run.course.plan;
  std::string text;
  std::size_t problems = 0;
  bool way_back = true;
  const std::size_t width = report::name_width(plan);
  for (const RecoveredTable& each : tables) {
    const TablePlan& table = plan.tables[each.table];
    const bool others = back && !run.may_have_begun(each.table) && !each.problem.empty();
    if (!each.problem.empty() && !others) {
      ++problems;
      way_back = way_back && !run.may_have_begun(each.table);
    }
    text += fmt::format("  {}   {}{}\n", report::pad(report::printable(table.name.text()), width),
                        others ? "not begun; " : "", report::printable(verdict(table, each)));
  }
  if (session.options.format == Format::text && !session.options.quiet && !print(text)) {
    return Stop{ExitCode::usage, "cannot write to standard output", ""};
  }
  if (problems == 0) return {};
  return Stop{
      ExitCode::conflict, fmt::format("{} is not what the run left; nothing was run", report::count(problems, "table")),
      way_back ? "look at it; recover --back takes back what ran, or recover --abandon REASON leaves it as it is"
               : "look at it; if it is right as it is, recover --abandon REASON, then plan again",
      rules::kConflict.code};
}

using OpenJournal = std::function<Expected<RunJournal>()>;

/// Enters what the tables themselves told and was not written down yet, in `so_far` too.
Expected<void> write_found(RunJournal& log, RunStore& store, const BrokenRun& run,
                           const std::vector<RecoveredTable>& tables, Journal& so_far) {
  for (const RecoveredTable& each : tables) {
    const std::string table = run.course.plan.tables[each.table].name.text();
    if (each.done > each.known && (each.pending || run.trail() == nullptr)) {
      JournalRecord record;
      record.event = Event::done;
      record.table = table;
      record.unit = each.done - 1;
      record.text = kFoundDone;
      if (auto written = log.write(record); !written) return written;
      so_far.records.push_back(std::move(record));
    }
    if (!each.over) continue;
    if (auto entered = store.enter(log.id(), table, each.now); !entered) return entered;
  }
  return {};
}

ExitCode carry_out(Session& session, RunStore& store, const Plan& plan, RunJournal log, const RunPolicy& policy) {
  return finish_run(session, run_with_progress(session, plan, store, std::move(log), policy));
}

/// Why the plan must not begin now. Nothing: go on.
std::optional<ExitCode> begin(Session& session, const Plan& plan, const std::string& question) {
  if (!runs_anything(plan)) return std::nullopt;
  const auto lets = check_policy(session, plan, "the run go on",
                                 "have the policy changed; or recover --abandon REASON, then plan again");
  if (!lets) return give_up(session, lets.error());
  if (needs_name(session)) {
    if (const auto unnamed = ask_for_name(session, question)) return unnamed;
  }
  const auto ready = session.target.executor->begin(plan, session.options.conditions);
  if (ready) return std::nullopt;
  return give_up(session, Stop{ExitCode::conflict, ready.error().message, ready.error().fix, ready.error().code});
}

/// Runs what is left of a run, forward or, where it was being taken back, backward. `open` gives the journal once it is
/// clear that the rest can run.
ExitCode run_rest(Session& session, RunStore& store, const BrokenRun& run, const OpenJournal& open) {
  const auto tables = examine_run(run.course.plan, run.trail(), *session.target.reader);
  if (!tables) return give_up(session, stop_for(tables.error()));
  if (const auto told = tell(session, run, *tables); !told) return give_up(session, told.error());
  const Plan rest = remaining_plan(run.course.plan, *tables);
  if (const auto refused = begin(session, rest, "Finish the run?")) return *refused;
  auto log = open();
  if (!log) return give_up(session, stop_for(log.error()));
  Journal so_far = run.journal == nullptr ? Journal() : *run.journal;
  if (auto written = write_found(*log, store, run, *tables, so_far); !written)
    return give_up(session, stop_for(written.error()));
  RunPolicy policy{.undo = plan_options(session),
                   .back = run.course.back,
                   .recovers = true,
                   .own_plan = &run.own_plan,
                   .so_far = &so_far};
  if (run.journal != nullptr && !run.journal->records.empty()) {
    policy.on_failure = on_failure_of(run.journal->records.front().on_failure);
  }
  return carry_out(session, store, rest, *std::move(log), policy);
}

/// Of the run nothing is there that could be taken back.
ExitCode end_unchanged(Session& session, RunStore& store, RunJournal log) {
  JournalRecord last;
  last.event = Event::end;
  last.text = "taken back";
  const std::string text = fmt::format("Nothing of run {} is there: it is over.", log.id());
  if (auto closed = store.close(std::move(log), std::move(last)); !closed)
    return give_up(session, stop_for(closed.error()));
  return finish_without_run(session, text);
}

/// Takes a run back, all of it or nothing.
ExitCode take_back(Session& session, RunStore& store, BrokenRun& run, const OpenJournal& open) {
  auto tables = examine_run(run.course.plan, run.trail(), *session.target.reader);
  if (!tables) return give_up(session, stop_for(tables.error()));
  if (const auto told = tell(session, run, *tables, true); !told) return give_up(session, told.error());
  for (RecoveredTable& each : *tables) {
    if (!run.may_have_begun(each.table)) each.problem.clear();  // whatever it is, it is not the run's
  }
  for (const RecoveredTable& each : *tables) {
    CourseTable& table = run.course.tables[each.table];
    table.begun = table.begun || (run.trail() == nullptr && each.done > 0);
  }
  Plan undo =
      undo_plan(run.course, *tables, session.target.reader->capabilities(), ungated(plan_options(session))).plan;
  undo.rolls_back = run.id;
  if (session.target.prober) {
    const auto asked = preflight(undo, session.registry, *session.target.prober, true);
    if (!asked) return give_up(session, stop_for(asked.error()));
  }
  if (Findings in_the_way = obstacles(undo); !in_the_way.empty()) {
    return give_up(session, Stop{ExitCode::findings, "the run cannot be taken back; nothing was changed",
                                 "recover finishes it instead", rules::kOneWay.code, "", std::move(in_the_way)});
  }
  if (const auto refused = begin(session, undo, "Take the run back?")) return *refused;
  auto log = open();
  if (!log) return give_up(session, stop_for(log.error()));
  Journal so_far;
  if (auto written = write_found(*log, store, run, *tables, so_far); !written)
    return give_up(session, stop_for(written.error()));
  JournalRecord record;
  record.event = Event::undo;
  record.text = to_json(undo);
  if (auto written = log->write(std::move(record)); !written) return give_up(session, stop_for(written.error()));
  if (!runs_anything(undo)) return end_unchanged(session, store, *std::move(log));
  return carry_out(session, store, undo, *std::move(log), {.back = true, .own_plan = &run.own_plan});
}

ExitCode abandon(Session& session, RunStore& store, const StoredRun& run) {
  JournalRecord last = who_runs(session);
  last.event = Event::abandon;
  last.text = session.options.abandon;
  if (auto done = store.abandon(run, std::move(last)); !done) return give_up(session, stop_for(done.error()));
  return finish_without_run(session, fmt::format("Run {} is abandoned. Plan again from what is there.", run.id));
}

/// Forward, or back, as it is asked for.
ExitCode recover(Session& session, RunStore& store, BrokenRun run, const OpenJournal& open) {
  if (run.course.back && session.options.forward) {
    return give_up(session, Stop{ExitCode::usage,
                                 "this run is being taken back, and there is no way forward from the middle of that",
                                 "recover, or recover --back, finishes it; then apply anew"});
  }
  return session.options.back && !run.course.back ? take_back(session, store, run, open)
                                                  : run_rest(session, store, run, open);
}

/// Why a run cannot be gone on with: its journal or its plan is not what it was, or only cannot be read now.
Stop stuck(const StoredRun& run, const Error& why) {
  std::string fix = why.fix;
  if (!run.problem.empty() && !run.unreadable) {
    fix = "look at its tables, then recover --abandon REASON gives it up";
  } else if (fix.empty()) {
    fix =
        "recover --abandon REASON gives it up; then recover --from PLAN finishes it, where that was saved, or plan "
        "again";
  }
  return {ExitCode::unfinished, why.message, fix};
}

ExitCode recover(Session& session, RunStore& store, const StoredRun& run) {
  if (!session.options.abandon.empty()) return abandon(session, store, run);
  auto plan = run.problem.empty() ? store.plan_of(run) : Expected<Plan>(Error{run.problem, run.fix});
  if (!plan) return give_up(session, stuck(run, plan.error()));
  auto course = course_of(*plan, run.journal);
  if (!course) return give_up(session, stop_for(course.error(), ExitCode::unfinished));
  return recover(session, store, {run.id, *std::move(plan), *std::move(course), &run.journal, run.ends_elsewhere}, [&] {
    JournalRecord who = who_runs(session);
    who.event = Event::recover;
    return store.resume(run, std::move(who));
  });
}

}  // namespace

ExitCode run_recover(Session& session) {
  const Options& options = session.options;
  if (const auto opened = open_result(session); !opened) return give_up(session, opened.error());
  if (session.target.executor == nullptr) {
    return give_up(session,
                   Stop{ExitCode::usage, "a snapshot is read-only: no run can have been broken off there", ""});
  }
  if (session.saved) {
    if (const auto fits = check_saved_plan(session, *session.saved); !fits) return give_up(session, fits.error());
  }
  if (options.abandon.empty()) {
    if (const auto guarded = guard_target(session); !guarded) return give_up(session, guarded.error());
  }
  const InterruptGuard guard;
  const auto state = open_state(session);
  if (!state) return give_up(session, state.error());
  RunStore store(state->store);
  session.invocation.color = wants_color(options.color, STDOUT_FILENO);
  if (note_missing_lake(session) && !session.saved) {
    // Its lock would make it.
    const auto known = store.unfinished();
    if (known && known->empty()) return finish_without_run(session, "No run is unfinished.");
  }
  const auto lock = lock_target(session, *state);
  if (!lock) return give_up(session, lock.error());
  if (auto prepared = store.prepare(); !prepared) return give_up(session, stop_for(prepared.error()));
  const auto runs = store.unfinished();
  if (!runs) return give_up(session, stop_for(runs.error()));
  if (!session.saved) {
    if (runs->empty()) return finish_without_run(session, "No run is unfinished.");
    // One after another, for each has its own report.
    if (runs->size() > 1) session.other_run = (*runs)[1].id;
    return recover(session, store, runs->front());
  }
  if (!runs->empty()) {
    return give_up(session, Stop{ExitCode::unfinished, fmt::format("the journal of run {} is here", runs->front().id),
                                 "recover without --from goes by it, or tells why it cannot"});
  }
  const Plan& plan = session.saved->plan;
  auto course = course_of(plan, {});
  if (!course) return give_up(session, stop_for(course.error()));
  return recover(session, store, {session.options.plan_file, plan, *std::move(course), nullptr},
                 [&] { return store.begin(plan, who_runs(session)); });
}

}  // namespace delta::app
