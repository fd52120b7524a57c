#pragma once
#include "app/session.hpp"

namespace delta::app {

/// Each runs one command to its end and returns the exit code. What it has to say it has said.
ExitCode run_plan(Session& session);
ExitCode run_apply(Session& session);
ExitCode run_check(Session& session);
ExitCode run_emit(Session& session);
ExitCode run_describe(Session& session);

/// Runs the command that the session was opened for.
ExitCode run_command(Session& session);

}  // namespace delta::app
