#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace delta {

/// Where it is remembered what runs did to a target: each run's plan and journal, the ledger over all of them,
/// snapshots of tables. A port: a folder of files, an SQLite file, a schema of a server and memory implement it. A
/// store keeps lines and whole texts and knows nothing of what they say: RunStore gives them their meaning and chains
/// them by hashes.
///
/// What a method changed lasts once it returned without an error. A process that is killed meanwhile leaves the change
/// made or not made; only the last line of a log may be torn. Whoever changes anything holds the target's lock, and
/// calls are made one after another. Where nothing was kept yet there are no runs, and the ledger is empty.
class StateStore {
 public:
  virtual ~StateStore() = default;

  /// For people: "./lake/.deltac", "sqlite:state.db".
  virtual std::string place() const = 0;
  /// What messages call a run's journal, and the ledger: a path, where there is one.
  virtual std::string journal_name(const std::string& run) const { return place() + ": run " + run; }
  virtual std::string ledger_name() const { return place() + ": ledger"; }

  /// Makes what is missing and clears away what killed processes left half-made. Before anything is changed. An error:
  /// it cannot be written to, or a newer version of deltac wrote it.
  virtual Expected<void> prepare() = 0;

  /// Names of runs, sorted.
  struct Runs {
    std::vector<std::string> open;    ///< begun, and not closed
    std::vector<std::string> closed;  ///< kept for ever
  };
  virtual Expected<Runs> runs() const = 0;
  /// Texts of a run, open or closed. An error if there is no such run.
  virtual Expected<std::string> plan(const std::string& run) const = 0;
  virtual Expected<std::string> journal(const std::string& run) const = 0;

  /// Keeps a new run's plan and the beginning of its journal, both or neither.
  virtual Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) = 0;
  /// Appends to an open run's journal, of which the first `size` bytes are whole: what is behind them is a torn tail,
  /// and goes. `lines`, of which there is one at least, end with a newline each.
  virtual Expected<void> append(const std::string& run, std::size_t size, std::string_view lines) = 0;
  /// Makes what was appended last where other machines look, if it does not yet: before a run leaves its plan.
  virtual Expected<void> share(const std::string&) { return {}; }
  /// True if another machine may have the end of an open run's journal: what is there tells where it began, not where
  /// it is.
  virtual bool ends_elsewhere(const std::string&) const { return false; }
  /// False if other machines do not see that an open run is over, which this one wrote down.
  virtual bool told(const std::string&) const { return true; }
  /// Puts a run with the closed ones. Nothing happens if it is there already.
  virtual Expected<void> close(const std::string& run) = 0;

  virtual Expected<std::string> ledger() const = 0;
  /// As `append`. With `size` 0 the ledger begins anew.
  virtual Expected<void> append_ledger(std::size_t size, std::string_view lines) = 0;

  /// Keeps a text by its name, a hash of it. Nothing happens if it is there already.
  virtual Expected<void> keep_snapshot(const std::string& hash, std::string_view text) = 0;
  /// An error if there is none of that name.
  virtual Expected<std::string> snapshot(const std::string& hash) const = 0;
  /// The names of all.
  virtual Expected<std::vector<std::string>> snapshots() const = 0;
};

/// The number of the form in which stores of this version keep things. They refuse a higher one.
inline constexpr int kStateFormat = 1;

/// A folder: `runs/` and `history/` hold ID.journal and ID.plan.json, beside them lie `ledger` and `snapshots/`.
std::unique_ptr<StateStore> open_file_state(std::string directory);
/// A store that ends with its program: for tests, and for programs that keep no history.
std::unique_ptr<StateStore> make_memory_state();

}  // namespace delta
