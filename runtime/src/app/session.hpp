#pragma once
#include <optional>
#include <string>

#include "app/exit_code.hpp"
#include "app/options.hpp"
#include "app/output.hpp"
#include "delta/engine.hpp"
#include "delta/report/plan_json.hpp"
#include "report/invocation.hpp"

namespace delta::app {

/// A command that cannot go on: what to say, and the exit code.
struct Stop {
  ExitCode code = ExitCode::usage;
  std::string message;
  std::string fix;
  int rule = 0;         ///< the rule that says more of it, if there is one
  std::string shown{};  ///< said instead of all that, as it is: findings with their carets
  Findings details{};   ///< of single tables: said first
};

inline Stop stop_for(const Error& error, ExitCode code = ExitCode::failed) { return {code, error.message, error.fix}; }

/// A file that waits for the report.
struct ReportFile {
  Format format = Format::text;
  OutputFile file;
};

/// What every command starts from: the registry with its names filled, and the target it is about.
struct Session {
  Options options;
  Registry registry;                 ///< filled
  std::string registry_fingerprint;  ///< of the registry as it was built: the same for every environment
  Policy policy;
  Target target;
  report::Invocation invocation;   ///< for reports on standard output
  std::optional<SavedPlan> saved;  ///< the plan to apply, where a file holds it
  std::vector<ReportFile> reports{};
  std::optional<OutputFile> result{};  ///< --out of a run
  std::string other_run{};             ///< one that is unfinished beside the one that is recovered
};

/// Fills the registry and opens the target.
Expected<Session, Stop> open_session(const Options& options, Registry registry);

/// How the session's command line and policy have tables planned.
PlanOptions plan_options(const Session& session);

/// Reads the target and plans.
Expected<Plan, Stop> plan_session(Session& session, CatalogReader& reader);

/// What the plan alone says: refused and unreadable tables, and changes if `changes_count`.
ExitCode plan_exit_code(const Plan& plan, bool changes_count);

/// Writes the result of a command to --out or to standard output, and returns `code`, or `usage` if it cannot be
/// written.
ExitCode deliver(const Options& options, const std::string& text, ExitCode code);

/// Says on standard error why a command stops.
ExitCode complain(const Options& options, const Stop& stop);

}  // namespace delta::app
