#pragma once
#include <optional>
#include <string>

#include "app/session.hpp"

namespace delta::app {

/// How the target is called in a question: by its name in the policy, where it has one, and as the command line names
/// it.
std::string target_title(const Session& session);

/// Judges --yes-really, and whether a run on a protected target can be confirmed at all: it needs its name, on the
/// command line or from a person. Told before anything is read.
Expected<void, Stop> guard_target(const Session& session);

/// True if the target is protected and the command line does not give its name.
bool needs_name(const Session& session);
/// Asks for it, behind `question`. Nothing: go on.
std::optional<ExitCode> ask_for_name(const Session& session, const std::string& question);

/// Judges what is left to run of a plan by the policy of now, whatever the one said that it was made under: what it
/// does not let run, does not run. So a plan need not remember its policy, and an edit that does not concern it does
/// not refuse it. `what` is what does not happen, such as "plan.json run", and `fix` the way on; empty: each finding's
/// own.
Expected<void, Stop> check_policy(const Session& session, const Plan& plan, const std::string& what,
                                  const std::string& fix = "");

}  // namespace delta::app
