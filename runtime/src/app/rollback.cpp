#include "app/rollback.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/state.hpp"
#include "delta/plan/preflight.hpp"
#include "delta/rules/changes.hpp"
#include "delta/rules/rule.hpp"
#include "execute/undo.hpp"

namespace delta::app {
namespace {

Stop refuse(std::string message, std::string fix) { return {ExitCode::usage, std::move(message), std::move(fix)}; }

/// A run belongs to the environment that it was made for. Variables that the code has had since are none of it.
Expected<void, Stop> check_variables(const Session& session, const std::string& run, const Plan& own) {
  for (const auto& [name, value] : own.variables) {
    const auto now = session.registry.variables.find(name);
    if (now == session.registry.variables.end() || now->second == value) continue;
    return refuse(fmt::format("run {} was made for {}={}, not for {}={}", run, name, value, name, now->second),
                  fmt::format("--var {}={}", name, value));
  }
  return {};
}

bool changed_something(const StoredRun& run) {
  for (std::size_t i = 0; i < run.journal.records.size(); ++i) {
    const bool ran = run.journal.records[i].event == JournalRecord::Event::done;
    if (ran && !is_of_another_run(run.journal, i)) return true;
  }
  return false;
}

/// The run that is meant, or why there is none.
Expected<StoredRun, Stop> find_run(const RunStore& store, const std::string& wanted) {
  auto runs = store.finished();
  if (!runs) return stop_for(runs.error());
  std::vector<std::string> ids;
  for (std::size_t i = runs->size(); i-- > 0;) {
    StoredRun& run = (*runs)[i];
    const bool meant = wanted == "last" ? run.problem.empty() && changed_something(run) : run.id == wanted;
    if (meant && !run.problem.empty()) return refuse(run.problem, "take it back by hand");
    if (meant) return std::move(run);
    ids.push_back(run.id);
  }
  if (wanted == "last") return refuse("no run of the history has changed anything", "");
  const std::string nearest = rules::nearest_name(wanted, ids);
  return refuse(fmt::format("the history has no run {}", wanted),
                nearest.empty() ? "--rollback last means the newest" : fmt::format("did you mean {}?", nearest));
}

/// Where a table is not what the run left, and a later run changed it, that one comes first.
Expected<void> name_later_runs(const RunStore& store, const std::string& run, Plan& plan) {
  const auto ledger = store.ledger();
  if (!ledger) return ledger.error();
  const auto end = ledger->over.find(run);
  if (end == ledger->over.end()) return {};
  for (TablePlan& table : plan.tables) {
    const auto newest = ledger->newest_of.find(table.name.text());
    if (newest == ledger->newest_of.end() || newest->second < end->second) continue;
    const std::string& later = ledger->entries[newest->second].run;
    for (Finding& finding : table.findings) {
      if (finding.code != rules::kChangedSince.code) continue;
      finding.text = "run " + later + " changed it after this one";
      finding.fix = "take that one back first: plan --rollback " + later;
    }
  }
  return {};
}

}  // namespace

Expected<Plan, Stop> plan_rollback(Session& session) {
  const auto state = open_state(session);
  if (!state) return state.error();
  const RunStore store(state->store);
  if (const auto clear = refuse_unfinished(session, store, state->locks); !clear) return clear.error();
  const auto run = find_run(store, session.options.rollback);
  if (!run) return run.error();
  auto own = store.plan_of(*run);
  if (!own) return refuse(own.error().message, own.error().fix.empty() ? "take it back by hand" : own.error().fix);
  if (const auto same = check_variables(session, run->id, *own); !same) return same.error();
  const auto course = course_of(*std::move(own), run->journal);
  if (!course) return refuse(course.error().message, course.error().fix);
  if (course->back)
    return refuse(fmt::format("run {} was taken back when it failed", run->id), "there is nothing left of it");
  const auto found = examine_run(course->plan, &course->journal, *session.target.reader);
  if (!found) return stop_for(found.error());
  Plan plan =
      undo_plan(*course, *found, session.target.reader->capabilities(), {plan_options(session), true}, {{}, true}).plan;
  if (const auto named = name_later_runs(store, run->id, plan); !named) return stop_for(named.error());
  std::erase_if(plan.tables,
                [&](const TablePlan& table) { return !glob_match(session.options.tables, table.name.text()); });
  plan.registry_name = session.registry.name;
  plan.registry_fingerprint = session.registry_fingerprint;
  plan.variables = session.registry.variables;
  plan.rolls_back = run->id;
  if (session.target.prober) {
    const auto asked = preflight(plan, session.registry, *session.target.prober, session.options.row_checks);
    if (!asked) return stop_for(asked.error());
  }
  return plan;
}

}  // namespace delta::app
