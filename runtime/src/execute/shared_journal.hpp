#pragma once
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "execute/run_store.hpp"

namespace delta {

/// One run's journal and ledger for tables that run side by side. What several of them have to write while an earlier
/// record is made to last is written together, and made to last once; each waits until its own record lasts. Once
/// anything could not be written nothing more is: behind a record that may be torn there must be no other.
class SharedJournal {
 public:
  SharedJournal(RunStore& store, RunJournal& journal) : store_(store), journal_(journal) {}

  Expected<void> write(JournalRecord record);
  /// Enters in the ledger what a table is now.
  Expected<void> enter(const std::string& table, const ObservedTable& now);

  /// Why the journal ends too early; empty when it does not. For after the run.
  const std::string& problem() const { return problem_; }

 private:
  Expected<void> failed() const { return Error{problem_, ""}; }

  RunStore& store_;
  RunJournal& journal_;
  std::mutex mutex_;  // of what is below; the store itself has one user at a time, who is `busy_`
  std::condition_variable changed_;
  std::vector<JournalRecord> waiting_;
  std::size_t asked_ = 0;
  std::size_t written_ = 0;
  bool busy_ = false;
  std::string problem_;
};

}  // namespace delta
