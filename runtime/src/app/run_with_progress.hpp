#pragma once
#include <string>

#include "app/output.hpp"
#include "app/session.hpp"
#include "execute/journalled_run.hpp"

namespace delta::app {

/// True if the plan has anything to run.
bool runs_anything(const Plan& plan);

/// Runs a plan with its journal and says what happens while it happens: a line for each table that is done, and a
/// moving line on a terminal.
SyncReport run_with_progress(Session& session, const Plan& plan, RunStore& store, RunJournal journal,
                             const RunPolicy& policy);

/// A plan of which nothing is to run: looked at table by table, without a journal.
SyncReport report_idle(Session& session, const Plan& plan);

/// Opens what --out names, before anything runs.
Expected<void, Stop> open_result(Session& session);

/// Says how the run ended. The result goes to --out if one is named; what a person reads goes to standard output all
/// the same.
ExitCode finish_run(Session& session, SyncReport result);

/// The same where there was nothing to run: `text` for people, and a note in the report of nothing for programs.
ExitCode finish_without_run(Session& session, const std::string& text);

}  // namespace delta::app
