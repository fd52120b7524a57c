#include "app/session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "adapters/odbc/connection_string.hpp"
#include "app/interrupt.hpp"
#include "app/live_lines.hpp"
#include "app/output.hpp"
#include "app/policy_file.hpp"
#include "delta/model/fill.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/rules/policies.hpp"
#include "delta/sql/dialect.hpp"
#include "plan/inverse.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

/// A pattern that fits no table is a misspelling: an empty plan would look like success.
bool fits_some_table(const Registry& registry, const std::string& glob) {
  if (glob == "*") return true;
  for (const Table& table : registry.tables) {
    if (glob_match(glob, table.name.text())) return true;
  }
  for (const Tombstone& tombstone : registry.tombstones) {
    if (glob_match(glob, tombstone.name.text())) return true;
  }
  return false;
}

Stop fits_nothing(const Registry& registry, std::string_view option, const std::string& glob) {
  const std::string example = registry.tables.empty() ? "" : registry.tables.front().name.text();
  return {ExitCode::usage, fmt::format("{} '{}' fits no table of registry {}", option, glob, registry.name),
          example.empty() ? "" : fmt::format("whole names are compared, such as {}", example)};
}

/// What is let through on no table is a misspelling too.
Expected<void, Stop> check_patterns(const Registry& registry, const std::vector<Permission>& allow) {
  for (const Permission& each : allow) {
    if (!fits_some_table(registry, each.glob)) return fits_nothing(registry, "--allow", each.kind + ":" + each.glob);
  }
  return {};
}

/// A kind that the policy lets through on no table at all is asked for in vain.
Expected<void, Stop> check_allowed(const Options& options, const Policy& policy) {
  for (const Permission& each : options.allow) {
    if (policy_allows(policy, each.kind)) continue;
    return Stop{ExitCode::usage, fmt::format("--allow {}: the policy does not allow it on any table", each.kind),
                "leave it out: allow in the policy file is the most that --allow may let through",
                rules::kKindNotAllowed.code};
  }
  return {};
}

/// The registry with its variables filled and the server's names of catalogues, in which the options' patterns fit
/// something.
Expected<Registry, Stop> filled_registry(const Options& options, Registry registry) {
  auto filled = fill(std::move(registry), options.variables);
  if (!filled) return stop_for(filled.error(), ExitCode::usage);
  map_catalogs(*filled, options.catalog_map);
  if (!fits_some_table(*filled, options.tables)) return fits_nothing(*filled, "--tables", options.tables);
  if (auto fits = check_patterns(*filled, options.allow); !fits) return fits.error();
  return *std::move(filled);
}

Expected<Target, Stop> opened_target(const Options& options) {
  TargetOptions how{.dialect = options.dialect,
                    .stop_requested = [] { return InterruptGuard::requested(); },
                    .cancel_requested = [] { return InterruptGuard::cancels(); },
                    .waiting = [](const std::string& why) { print_notice(why + '\n'); }};
  if (options.show_statements) {
    how.sending = [](const std::string& statement) { print_notice("sends: " + report::printable(statement) + '\n'); };
  }
  auto target = open_target(options.target, how);
  if (!target) return stop_for(target.error(), ExitCode::usage);
  const std::string& dialect = options.dialect.empty() ? target->reader->capabilities().dialect : options.dialect;
  const sql::Dialect* engine = sql::find_dialect(dialect);
  if (!options.catalog_map.empty() && engine != nullptr && !engine->session_catalog) {
    return Stop{ExitCode::usage,
                fmt::format("--catalog-map is for Spark's one catalogue; {} has as many as it needs", engine->title),
                "leave it out, or give the catalogue's name by a variable of the code"};
  }
  return *std::move(target);
}

/// The target as it was given, without what may be a password.
std::string shown_target(const std::string& given) {
  constexpr std::string_view kOdbc = "odbc:";
  if (!given.starts_with(kOdbc)) return given;
  const auto connection = odbc::parse_connection_string(std::string_view(given).substr(kOdbc.size()));
  return std::string(kOdbc) + (connection ? odbc::as_given(*connection) : "");
}

report::Invocation invocation_of(const Options& options) {
  return {.program = options.program,
          .command = std::string(command_word(options.command)),
          .target = shown_target(options.target),
          .state = options.state,
          .state_schema = options.state_schema,
          .variables = options.variables,
          .catalog_map = options.catalog_map,
          .dialect = options.dialect,
          .policy = options.policy,
          .tables = options.tables,
          .allow = options.allow,
          .adopt = options.adopt,
          .marks = options.marks,
          .take_over = options.take_over,
          .color = options.out.empty() && wants_color(options.color, STDOUT_FILENO),
          .verbose = options.verbose,
          .plan_file = options.plan_file};
}

}  // namespace

Expected<Session, Stop> open_session(const Options& options, Registry registry) {
  auto loaded = load_policy(options.policy, program_directory());
  if (!loaded) {
    PolicyError why = std::move(loaded).error();
    return Stop{ExitCode::usage, why.unreadable.message, why.unreadable.fix, 0, why.findings};
  }
  if (auto allowed = check_allowed(options, loaded->policy); !allowed) return allowed.error();
  std::string unfilled = fingerprint(registry);
  auto filled = filled_registry(options, std::move(registry));
  if (!filled) return filled.error();
  auto target = opened_target(options);
  if (!target) return target.error();
  Session session;
  session.options = options;
  session.options.table = map_catalog(options.table, options.catalog_map);
  session.registry = *std::move(filled);
  session.registry.lines.merge(loaded->lines);
  session.policy = std::move(loaded->policy);
  session.registry_fingerprint = std::move(unfilled);
  session.target = *std::move(target);
  session.invocation = invocation_of(options);
  return session;
}

PlanOptions plan_options(const Session& session) {
  const Options& options = session.options;
  return {options.allow,      options.tables, options.adopt, options.take_over,
          options.row_checks, options.marks,  session.policy};
}

Expected<Plan, Stop> plan_session(Session& session, CatalogReader& reader) {
  auto plan = read_and_plan(session.registry, reader, plan_options(session), session.target.prober.get());
  if (!plan) return stop_for(plan.error());
  if (session.options.require_reversible) refuse_one_way_steps(*plan, reader.capabilities());
  plan->registry_fingerprint = session.registry_fingerprint;
  plan->variables = session.registry.variables;
  return *std::move(plan);
}

ExitCode plan_exit_code(const Plan& plan, bool changes_count) {
  ExitCode code = changes_count && !plan.in_sync() ? ExitCode::changes_remain : ExitCode::in_sync;
  if (has_error(plan.findings)) code = worse(code, ExitCode::findings);
  for (const TablePlan& table : plan.tables) {
    if (has_error(table.findings)) code = worse(code, ExitCode::findings);
    if (table.unread()) code = worse(code, ExitCode::failed);
  }
  return code;
}

ExitCode complain(const Options& options, const Stop& stop) {
  if (!stop.shown.empty()) {
    print_error(stop.shown);
    return stop.code;
  }
  std::string text;
  for (const Finding& each : stop.details) {
    const std::string code = each.code == 0 || each.code == stop.rule ? "" : " [" + code_text(each.code) + "]";
    text += fmt::format("  {}: {}{}\n", report::printable(each.table), report::printable(each.text), code);
    if (!each.fix.empty()) text += fmt::format("    {}\n", report::printable(each.fix));
  }
  text += fmt::format("{}: {}", options.program, report::printable(stop.message));
  text += stop.rule == 0 ? "\n" : fmt::format(" [{}]\n", code_text(stop.rule));
  if (!stop.fix.empty()) text += fmt::format("  {}\n", report::printable(stop.fix));
  print_error(text);
  return stop.code;
}

ExitCode deliver(const Options& options, const std::string& text, ExitCode code) {
  Expected<void> done;
  if (options.out.empty()) {
    done = print(text);
  } else if (auto file = OutputFile::open(options.out)) {
    done = file->commit(text);
  } else {
    done = file.error();
  }
  return done ? code : complain(options, stop_for(done.error(), ExitCode::usage));
}

}  // namespace delta::app
