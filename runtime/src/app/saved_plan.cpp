#include "app/saved_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <set>

#include "adapters/lake_target.hpp"
#include "adapters/target_place.hpp"
#include "app/output.hpp"
#include "app/rollback.hpp"
#include "app/run_with_progress.hpp"
#include "delta/rules/changes.hpp"
#include "execute/recovery.hpp"
#include "execute/stale.hpp"
#include "plan/inverse.hpp"
#include "read_whole.hpp"
#include "report/plan_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

constexpr const char* kAgain = "make it again: plan --out FILE";

Stop refuse(std::string message, std::string fix = kAgain) {
  return {ExitCode::usage, std::move(message), std::move(fix)};
}

Expected<std::string, Stop> read_file(const std::string& path) {
  auto text = read_whole(path);
  if (text) return *std::move(text);
  if (text.error() == EISDIR) return refuse(fmt::format("{} is a directory, not a plan", path));
  return refuse(fmt::format("cannot read the plan {}: {}", path, std::strerror(text.error())),
                "a plan is saved with: plan --out FILE");
}

/// The target that a plan was made for, of which its name alone says too little where that is a path.
std::string place_of(const Plan& plan) {
  return plan.lake.empty() ? target_place(plan.target) : lake_target(plan.lake);
}

/// What the steps of a plan were allowed to do.
std::vector<Permission> permissions_of(const Plan& plan) {
  std::vector<Permission> allow;
  for (const TablePlan& table : plan.tables) {
    for (const Step* step : report::steps_of(table)) {
      if (!step->skipped && !step->permission.empty()) allow.push_back({step->permission, table.name.text()});
    }
  }
  return allow;
}

std::string new_plan_text(Session& session, const Plan& old) {
  session.options.allow = permissions_of(old);
  session.options.rollback = old.rolls_back;
  session.invocation.allow = session.options.allow;
  auto plan = old.rolls_back.empty() ? plan_session(session, *session.target.reader) : plan_rollback(session);
  if (!plan) return plan.error().message + "\n";
  std::erase_if(plan->tables, [&](const TablePlan& table) {
    return std::ranges::none_of(old.tables, [&](const TablePlan& each) { return each.name == table.name; });
  });
  report::Invocation invocation = session.invocation;
  invocation.command = "plan";
  invocation.saved = true;  // it is approved as this one was
  const std::string text =
      "A new plan would be:\n\n" + report::plan_text(*plan, invocation, session.registry.lines, false);
  if (!runs_anything(*plan)) return text;
  return text + "  To save it: " + report::plan_line(invocation, *plan, session.options.plan_file, false) + "\n";
}

/// A program reads its form from standard output, and nothing else.
void show_new_plan(Session& session, const Plan& old) {
  const std::string text = new_plan_text(session, old);
  if (session.options.format != Format::text) return print_error(text);
  (void)print(text);
}

std::string drift_of(const TablePlan& now) {
  if (now.unread()) return "it cannot be read: " + unread_text(now.observed);
  if (now.blocked())
    return "it is refused now: " + std::ranges::find(now.findings, Severity::error, &Finding::severity)->text;
  if (!now.observed.present()) return "it is gone";
  return fmt::format("it was in sync, and needs {} now", report::count(now.step_count(), "step"));
}

/// Tables that the plan found as the code has them, and that are not so any more: nothing would run for them, and they
/// would be told to be in sync. What a plan takes back is not compared with the code.
Expected<std::vector<StaleTable>> drifted_tables(const Session& session, const Plan& plan) {
  std::set<TableName> in_sync;
  for (const TablePlan& table : plan.tables) {
    if (table.in_sync() && table.units.empty()) in_sync.insert(table.name);
  }
  if (in_sync.empty() || !plan.rolls_back.empty()) return std::vector<StaleTable>();
  PlanOptions how = plan_options(session);
  how.row_checks = false;
  auto now = read_and_plan(session.registry, *session.target.reader, how);
  if (!now) return std::move(now).error();
  std::vector<StaleTable> out;
  for (const TablePlan& table : now->tables) {
    if (!table.in_sync() && in_sync.contains(table.name)) out.push_back({table.name, drift_of(table)});
  }
  return out;
}

/// What to do where it is the plan itself that changed the tables, up to the end of one of its units. Empty: it is not.
std::string fix_for_what_ran(const Session& session, const Plan& plan) {
  const auto found = examine_run(plan, nullptr, *session.target.reader);
  if (!found) return "";
  if (std::ranges::any_of(*found, [](const auto& each) { return !each.problem.empty(); })) return "";
  if (std::ranges::none_of(*found, [](const auto& each) { return each.done > 0; })) return "";
  if (std::ranges::all_of(*found, &RecoveredTable::over))
    return "all of it ran already: plan again for what came since";
  return "part of it ran already: recover --from " + report::shell_word(session.options.plan_file);
}

}  // namespace

Expected<SavedPlan, Stop> load_saved_plan(Options& options) {
  const std::string& path = options.plan_file;
  const auto text = read_file(path);
  if (!text) return text.error();
  auto saved = plan_from_json(*text, path);
  if (!saved) return refuse(saved.error().message, saved.error().fix);
  if (saved->tool != DELTA_RUNTIME_VERSION) {
    return refuse(
        fmt::format("{} was made by version {} of deltac, and this is {}", path, saved->tool, DELTA_RUNTIME_VERSION));
  }
  if (!options.expect.empty() && options.expect != saved->checksum) {
    return refuse(
        fmt::format("{} has the checksum {}, not the {} that --expect names", path, saved->checksum, options.expect),
        "look at the plan with show, and approve it anew");
  }
  const Plan& plan = saved->plan;
  if (options.target.empty()) {
    if (plan.target.starts_with("odbc:")) {
      return refuse(fmt::format("{} does not hold how to connect to its target", path), "give --target as for plan");
    }
    // A relative path means another folder from elsewhere.
    const std::string place = place_of(plan);
    options.target = target_place(plan.target) == place ? plan.target : place;
  }
  for (const auto& [name, value] : options.variables) {
    const auto planned = plan.variables.find(name);
    if (planned != plan.variables.end() && planned->second == value) continue;
    return refuse(fmt::format("{} was made for {}, not for {}={}", path,
                              planned == plan.variables.end() ? "other variables" : name + "=" + planned->second, name,
                              value));
  }
  options.variables = plan.variables;
  return *std::move(saved);
}

Expected<Session, Stop> open_with_plan(Options options, Registry registry) {
  if (options.plan_file.empty()) return open_session(options, std::move(registry));
  auto saved = load_saved_plan(options);
  if (!saved) return saved.error();
  auto session = open_session(options, std::move(registry));
  if (session) session->saved = *std::move(saved);
  // What is allowed for the undo of a saved plan is not to be let through by what runs next.
  if (session && options.command == Command::apply) session->invocation.allow.clear();
  return session;
}

Expected<void, Stop> check_saved_plan(const Session& session, const SavedPlan& saved) {
  const std::string& path = session.options.plan_file;
  const Plan& plan = saved.plan;
  if (plan.registry_name != session.registry.name || plan.registry_fingerprint != session.registry_fingerprint) {
    return refuse(fmt::format("{} was made for registry {} {}, and this program holds {} {}", path, plan.registry_name,
                              plan.registry_fingerprint.substr(0, 12), session.registry.name,
                              session.registry_fingerprint.substr(0, 12)),
                  session.options.command == Command::recover ? "the program that made it finishes it" : kAgain);
  }
  const Capabilities& capabilities = session.target.reader->capabilities();
  if (const std::string place = target_place(capabilities.target); place_of(plan) != place) {
    if (!plan.lake.empty() && !capabilities.lake.empty()) {
      return refuse(fmt::format("{} was made for the lake {}, not for {}", path, plan.lake, capabilities.lake),
                    fmt::format("a plan belongs to one lake; for that one plan again: plan --target {} --out FILE",
                                report::shell_word(capabilities.target)));
    }
    return refuse(fmt::format("{} was made for {}, not for {}", path, plan.target, capabilities.target));
  }
  if (plan.dialect != capabilities.dialect) {
    return refuse(fmt::format("{} was made for the dialect '{}', and the target speaks '{}'", path, plan.dialect,
                              capabilities.dialect));
  }
  return {};
}

Expected<void, Stop> check_reversible(const Session& session, const Plan& plan) {
  if (!session.options.require_reversible) return {};
  Findings found;
  for (const TablePlan& table : plan.tables) {
    for (const StepBack& each : one_way_steps(table, session.target.reader->capabilities())) {
      found.push_back(
          rules::finding(rules::kOneWay, each.step->span, one_way_text(each.step->action, each.reason), ""));
      found.back().table = table.name.text();
    }
  }
  if (found.empty()) return {};
  return Stop{ExitCode::findings,
              fmt::format("{} has {} that cannot be undone; nothing was run", session.options.plan_file,
                          report::count(found.size(), "step")),
              "leave that out and make it again, or apply it without --require-reversible",
              rules::kOneWay.code,
              "",
              std::move(found)};
}

Expected<void, Stop> check_goes_back_whole(const Session& session, const Plan& plan) {
  if (plan.rolls_back.empty() || report::missing_permissions(plan, {}).empty()) return {};
  return Stop{ExitCode::changes_remain,
              session.options.plan_file +
                  " has steps that wait for permission, and a run is taken back whole or not at "
                  "all; nothing was run",
              report::plan_line(session.invocation, plan, session.options.plan_file, true)};
}

Expected<void, Stop> check_still_true(Session& session, const Plan& plan) {
  auto stale = stale_tables(plan, *session.target.reader);
  if (!stale) return stop_for(stale.error());
  auto drifted = drifted_tables(session, plan);
  if (!drifted) return stop_for(drifted.error());
  std::ranges::move(*drifted, std::back_inserter(*stale));
  if (stale->empty()) return {};
  const Options& options = session.options;
  const std::string since = options.plan_file.empty() ? "the plan was shown" : options.plan_file + " was made";
  const std::string what = stale->size() == 1 ? stale->front().table.text() : report::count(stale->size(), "table");
  Findings differences;
  for (const StaleTable& table : *stale) {
    Finding& made = differences.emplace_back();
    made.severity = Severity::error;
    made.table = table.table.text();
    made.text = table.difference;
  }
  if (options.replan) show_new_plan(session, plan);
  std::string fix = "run it again: it plans from what is there now";
  if (!options.plan_file.empty()) {
    fix = fix_for_what_ran(session, plan);
    if (fix.empty() && !options.replan) fix = "apply PLAN --replan shows what a new plan would be";
  }
  return Stop{ExitCode::conflict,
              fmt::format("{} changed since {}; nothing was run", what, since),
              std::move(fix),
              rules::kConflict.code,
              "",
              std::move(differences)};
}

}  // namespace delta::app
