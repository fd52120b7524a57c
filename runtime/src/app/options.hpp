#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "delta/execute/plan_executor.hpp"
#include "delta/model/catalog_map.hpp"
#include "delta/plan/planner.hpp"
#include "execute/on_failure.hpp"

namespace delta::app {

enum class Command { plan, apply, check, emit, describe, show, status, recover, unlock, history };
enum class Format { text, json, markdown, sql, junit, sarif };
enum class ColorChoice { automatic, always, never };

/// A report to write beside what stands on the screen.
struct ReportRequest {
  Format format = Format::text;
  std::string path;
};

/// A command line, read and judged as far as that needs neither the registry nor the target.
struct Options {
  std::string program;  ///< as it was called, without its directory
  Command command = Command::plan;
  std::string target;
  Variables variables;
  std::string tables = "*";
  std::string dialect;     ///< of the server; empty: it is asked
  CatalogMap catalog_map;  ///< catalogues of the code, and what this server calls them
  Format format = Format::text;
  std::string out;  ///< a file for the result; empty: standard output
  std::vector<ReportRequest> reports;
  std::vector<Permission> allow;
  bool yes = false;
  bool detailed_exitcode = false;
  bool strict = false;
  bool adopt = false;
  bool marks = true;
  bool take_over = false;
  bool row_checks = true;
  bool require_reversible = false;  ///< refuse tables with a step that cannot be undone
  RunConditions conditions;
  bool quiet = false;
  bool show_statements = false;
  bool verbose = false;
  ColorChoice color = ColorChoice::automatic;
  std::string table;      ///< describe, history: the one table to show
  std::string run;        ///< history: the run to show
  bool verify = false;    ///< history: look whether it is whole
  std::string plan_file;  ///< apply, show, recover --from: the saved plan
  std::string expect;     ///< apply: the checksum that the saved plan must have; history: a head that must be there
  bool replan = false;    ///< apply: show the new plan where the saved one is stale
  std::string state;      ///< where runs are remembered; empty: beside the lake or in the user's state directory
  std::string state_schema{};  ///< of an ODBC target: the schema that holds its lock; empty: none does
  std::chrono::milliseconds lock_timeout{0};
  std::string policy;      ///< a file; empty: the one beside the program, if there is one
  std::string yes_really;  ///< apply, recover: the target's name in the policy
  OnFailure on_failure = OnFailure::stop;
  std::string rollback;  ///< plan: the run that is to be taken back, or "last"
  bool forward = false;  ///< recover: said, though it is what recover does anyway
  bool back = false;     ///< recover: take the run back
  std::string abandon;   ///< recover: why the run is given up; empty: it is finished
};

/// A command line that needs no command: help, version, or a mistake.
struct EarlyExit {
  int code = 0;
  std::string out;  ///< for standard output
  std::string err;  ///< for standard error
};

/// The word that calls a command.
std::string_view command_word(Command command);

/// Reads a command line. `version` is what --version prints.
std::variant<Options, EarlyExit> parse_options(int argc, const char* const* argv, const std::string& version);

}  // namespace delta::app
