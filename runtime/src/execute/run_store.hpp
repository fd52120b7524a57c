#pragma once
#include <optional>
#include <string>
#include <vector>

#include "delta/plan/plan.hpp"
#include "execute/journal.hpp"

namespace delta {

/// A run that a state directory knows.
struct StoredRun {
  std::string id;
  std::string journal_path;
  std::string plan_path;
  Journal journal;
  std::string problem;  ///< why its journal cannot be read; empty when it can
};

/// The journal of a run at work: each record is on the disk before `write` returns.
class RunJournal {
 public:
  RunJournal(RunJournal&& other) noexcept;
  RunJournal& operator=(RunJournal&&) = delete;
  ~RunJournal();

  const std::string& id() const noexcept { return id_; }
  Expected<void> write(JournalRecord record);

 private:
  friend class RunStore;
  RunJournal(std::string id, std::string path, int file, std::string last_hash)
      : id_(std::move(id)), path_(std::move(path)), file_(file), last_hash_(std::move(last_hash)) {}

  std::string id_;
  std::string path_;
  int file_ = -1;
  std::string last_hash_;
};

/// Journals and plans of runs: `DIRECTORY/runs/ID.journal` and `ID.plan.json` while a run is not over, in
/// `DIRECTORY/history` afterwards. Whoever changes anything holds the directory's lock.
class RunStore {
 public:
  explicit RunStore(std::string directory) : directory_(std::move(directory)) {}

  const std::string& directory() const noexcept { return directory_; }

  /// Makes the directories. What a killed process left half-made is removed, and runs that are over are put away.
  Expected<void> prepare();
  /// Runs that are neither over nor abandoned, oldest first; none where there is no such directory.
  Expected<std::vector<StoredRun>> unfinished() const;
  /// Those that are over, oldest first.
  Expected<std::vector<StoredRun>> finished() const;
  /// The newest run that is over; empty when there is none.
  Expected<std::string> newest_finished() const;

  /// Saves the plan and begins its journal with `who` (host, user, pid, command line).
  Expected<RunJournal> begin(const Plan& plan, JournalRecord who);
  /// Goes on with a run's journal behind its last whole record.
  Expected<RunJournal> resume(const StoredRun& run, JournalRecord who);
  static Expected<Plan> plan_of(const StoredRun& run);
  /// Writes the last record and puts the run away.
  Expected<void> close(RunJournal journal, JournalRecord last);
  /// Gives a run up, also one whose journal cannot be read.
  Expected<void> abandon(const StoredRun& run, JournalRecord last);

 private:
  Expected<std::vector<StoredRun>> read(const std::string& folder) const;
  Expected<void> put_away(const std::string& id) const;

  std::string directory_;
};

}  // namespace delta
