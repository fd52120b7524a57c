#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "delta/execute/state_store.hpp"
#include "delta/plan/plan.hpp"
#include "execute/journal.hpp"
#include "execute/ledger.hpp"

namespace delta {

/// A run that a state store knows.
struct StoredRun {
  std::string id;
  std::string origin;  ///< its journal, for messages
  Journal journal;
  std::string problem;          ///< why its journal cannot be read; empty when it can
  std::string fix{};            ///< and what helps
  bool unreadable = false;      ///< it could not even be looked into; else it is damaged
  bool ends_elsewhere = false;  ///< the machine that ran it has the rest of its journal
};

/// How a run ended that is over; empty: its journal does not tell.
std::string end_text(const StoredRun& run);

/// The journal of a run at work: each record lasts before `write` returns.
class RunJournal {
 public:
  const std::string& id() const noexcept { return id_; }
  Expected<void> write(JournalRecord record);
  /// Several, made to last together.
  Expected<void> write(const std::vector<JournalRecord>& records);

 private:
  friend class RunStore;
  RunJournal(std::string id, std::shared_ptr<StateStore> state, std::size_t size, std::string last_hash)
      : id_(std::move(id)), state_(std::move(state)), size_(size), last_hash_(std::move(last_hash)) {}

  std::string id_;
  std::shared_ptr<StateStore> state_;
  std::size_t size_ = 0;
  std::string last_hash_;
};

/// Runs of a target, their journals and plans, and what they made of each table: the meaning of what a state store
/// keeps. Whoever changes anything holds the target's lock.
class RunStore {
 public:
  /// Files in a folder.
  explicit RunStore(std::string directory) : RunStore(std::shared_ptr(open_file_state(std::move(directory)))) {}
  explicit RunStore(std::shared_ptr<StateStore> state) : state_(std::move(state)) {}

  const StateStore& state() const noexcept { return *state_; }

  /// Prepares the store; runs that are over are put away. The ledger's torn tail goes; where the ledger itself is
  /// gone another is begun, which says so.
  Expected<void> prepare();
  /// Runs that are neither over nor abandoned, or of which others think so, oldest first; none where there is no such
  /// store.
  Expected<std::vector<StoredRun>> unfinished() const;
  /// Those that are over, oldest first.
  Expected<std::vector<StoredRun>> finished() const;
  Expected<Ledger> ledger() const;
  /// What tells whether any run ended meanwhile; another text when one did.
  Expected<std::string> newest_finished() const;

  /// Saves the plan and begins its journal with `who` (host, user, pid, command line, approval).
  Expected<RunJournal> begin(const Plan& plan, JournalRecord who);
  /// Goes on with a run's journal behind its last whole record.
  Expected<RunJournal> resume(const StoredRun& run, JournalRecord who);
  /// The plan of a run. An error: it is gone, or is not the one that was kept; a fix stands there only where it can be
  /// read afterwards.
  Expected<Plan> plan_of(const StoredRun& run) const;
  /// Enters in the ledger what a table is after a run, now that it was read back. `table` is its name as planned; of
  /// one that is gone nothing but that is entered. Once per run and state.
  Expected<void> enter(const std::string& run, const std::string& table, const ObservedTable& now);
  /// Writes the last record and puts the run away.
  Expected<void> close(RunJournal journal, JournalRecord last);
  /// Whether a run's end is written down where others see it, wherever it lies.
  bool ended(const std::string& run) const;
  /// Gives a run up, also one whose journal cannot be read.
  Expected<void> abandon(const StoredRun& run, JournalRecord last);

 private:
  StoredRun read(const std::string& id) const;
  JournalRecord begun_anew(const std::string& run, JournalRecord who) const;
  Expected<void> load_ledger();
  Expected<void> append(LedgerEntry entry);
  /// `status`: how it ended, for people.
  Expected<void> put_away(const StoredRun& run, const std::string& status);
  Expected<void> begin_ledger_anew(const std::vector<std::string>& closed);

  std::shared_ptr<StateStore> state_;
  std::optional<Ledger> ledger_;  ///< once it was changed by this object
};

/// This process, for a journal: who and where it is, and from which git revision.
JournalRecord this_run(std::string command);

}  // namespace delta
