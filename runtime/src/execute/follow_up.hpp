#pragma once
#include <string>
#include <vector>

#include "execute/journalled_run.hpp"

namespace delta {

/// A run that carries out one plan after another with one journal.
class RunPasses {
 public:
  virtual ~RunPasses() = default;

  /// Nothing is told of its tables.
  virtual SyncReport pass(Plan plan) = 0;
  /// Carries out a plan that undoes.
  virtual SyncReport pass_back(Plan plan) = 0;
  virtual Expected<void> write(JournalRecord record) = 0;
  /// All that the journal holds so far.
  virtual const std::vector<JournalRecord>& records() const = 0;
  virtual CatalogReader& reader() = 0;
  virtual bool unsettled() const = 0;
  virtual void leave_unsettled(std::string why) = 0;
};

inline bool failed(const TableReport& table) {
  return table.status == TableStatus::failed || table.status == TableStatus::conflict;
}

/// Whether a pass that undoes is over: no more than was allowed to stays.
inline bool is_settled(const SyncReport& undone) { return undone.exit_code() == 0 || undone.exit_code() == 2; }

/// Once a run's plan was carried out: does about its failed tables what the policy says, and enters it in the report.
/// What cannot be undone stays, and a note says why.
void follow_up(RunPasses& run, const RunPolicy& policy, SyncReport& report);

/// A record that holds the plan by which a table goes from here on.
JournalRecord plan_record(JournalRecord::Event event, std::string table, const TablePlan& plan);

}  // namespace delta
