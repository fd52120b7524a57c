#pragma once
#include "app/session.hpp"

namespace delta::app {

/// Each runs one command to its end and returns the exit code. What it has to say it has said.
ExitCode run_plan(Session& session);
ExitCode run_apply(Session& session);
ExitCode run_check(Session& session);
ExitCode run_emit(Session& session);
ExitCode run_describe(Session& session);
ExitCode run_status(Session& session);
ExitCode run_recover(Session& session);
ExitCode run_unlock(Session& session);
ExitCode run_history(Session& session);
ExitCode run_show(Options options, const Registry& registry);

/// Where a plan was saved, and how to run it if there is something to run.
std::string saved_plan_line(const report::Invocation& invocation, const Plan& plan, const std::string& path,
                            const std::string& checksum);

/// Runs what a command line asks for with its program's registry, whose names wait to be filled. Ctrl-C ends it at once
/// where it only reads.
ExitCode run_migration(Options options, Registry registry);

/// Runs the command that the session was opened for.
ExitCode run_command(Session& session);

}  // namespace delta::app
