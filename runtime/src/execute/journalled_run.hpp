#pragma once
#include <string>

#include "delta/execute/apply.hpp"
#include "execute/run_store.hpp"

namespace delta {

/// A run with its journal.
struct JournalledRun {
  SyncReport report;
  std::string run;        ///< its id
  std::string unsettled;  ///< why it is unfinished all the same and needs `recover`; empty when it is over
};

/// Runs a plan and writes down every unit before and after it. The run is over unless the journal could not be written: a
/// unit whose outcome nobody could tell stands there as such, and the next plan goes by what the tables hold.
JournalledRun run_journalled(Plan plan, RunStore& store, RunJournal journal, CatalogReader& reader,
                             PlanExecutor& executor, ApplyObserver observer = {}, const RunConditions& conditions = {});

}  // namespace delta
