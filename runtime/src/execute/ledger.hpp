#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace delta {

/// A line of the ledger: what a run made of a table, that a run is over, or that lines were lost.
struct LedgerEntry {
  enum class Kind {
    table,  ///< a table was migrated, and read back
    run,    ///< a run is over
    lost,   ///< the lines before were gone; `status` says what became of them
  };

  Kind kind = Kind::table;
  std::int64_t sequence = 0;  ///< of all entries of the ledger, from 1
  std::string time{};         ///< "2026-11-29T21:24:10Z"; only for people
  std::string run{};

  std::string table{};
  std::int64_t version = 0;                      ///< of the table's own, from 1
  std::string fingerprint{};                     ///< of what was read back; empty: the table is gone
  std::string snapshot{};                        ///< the name of its snapshot; empty: the table is gone
  std::optional<std::int64_t> target_version{};  ///< what the target calls this version

  std::int64_t records = 0;  ///< in the run's journal
  std::string journal{};     ///< SHA-256 of its text
  std::string plan{};        ///< and of the plan's
  std::string status{};      ///< how the run ended, for people

  bool operator==(const LedgerEntry&) const = default;
};

/// The ledger as it was read: one chained text over all runs of a target, so that a run which was taken out is noticed.
struct Ledger {
  std::vector<LedgerEntry> entries;
  std::vector<std::string> hashes;  ///< of each entry's line
  std::size_t whole_bytes = 0;
  bool torn = false;

  std::string head() const { return hashes.empty() ? "" : hashes.back(); }
  /// The newest entry of a table; null if it has none. Names are compared as they are written.
  const LedgerEntry* newest(const std::string& table) const;
  /// Whether a run is over.
  bool has_run(const std::string& run) const { return over.contains(run); }
  /// Enters a line behind the others.
  void add(LedgerEntry entry, std::string hash);

  std::map<std::string, std::size_t> newest_of;  ///< the place of each table's newest entry
  std::map<std::string, std::size_t> over;       ///< the place of each run's entry
};

std::string ledger_head();
/// An entry as a line behind the one of `last_hash`, which becomes this line's hash.
std::string ledger_line(const LedgerEntry& entry, std::string& last_hash);
/// An empty text is an empty ledger. A line that was not written to its end is a torn tail; anything else that is not
/// as it was written is an error.
Expected<Ledger> read_ledger(std::string_view text, std::string_view origin);

}  // namespace delta
