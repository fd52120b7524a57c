#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/catalog_map.hpp"
#include "delta/plan/planner.hpp"

namespace delta::report {

/// How the program was called: what a report says of it, and what a command line to run next repeats.
struct Invocation {
  std::string program;  ///< "shop-migrate"
  std::string command;  ///< "plan"
  std::string target;   ///< as the user named it, without secrets
  std::string state;    ///< --state, and below --state-schema
  std::string state_schema{};
  Variables variables;  ///< given on the command line
  CatalogMap catalog_map;
  std::string dialect;
  std::string policy{};
  std::string tables = "*";
  std::vector<Permission> allow;
  bool adopt = false;
  bool marks = true;
  bool take_over = false;
  bool color = false;
  bool verbose = false;
  std::string plan_file{};  ///< that is applied: an interrupted run of it is gone on with by `recover --from`
  bool takes_back = false;  ///< what runs takes back what a run did
  bool saved = false;       ///< the plan is in a file, which is applied rather than made once more
};

/// `text` as one word of a POSIX shell: quoted only where that is needed.
std::string shell_word(std::string_view text);

/// The command line that runs `command` on the same target, variables and tables, with these permissions.
std::string command_line(const Invocation& invocation, std::string_view command, const std::vector<Permission>& allow);

/// The command line that applies a saved plan, with what the plan does not hold: how to connect to a server, where runs
/// are remembered, and what may be done.
std::string apply_line(const Invocation& invocation, const std::string& plan_file);

/// The command line that finishes the run, by its journal; `back`: that goes on taking it back.
std::string recover_line(const Invocation& invocation, bool back);
/// The command line that finishes the plan of `plan_file`, without a journal.
std::string recover_line_from_plan(const Invocation& invocation);

/// "drop-column" or "drop-column:dev.*".
std::string permission_text(const Permission& permission);

}  // namespace delta::report
