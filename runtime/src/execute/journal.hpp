#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace delta {

/// One thing that a run wrote down, before it did it (`intent`) or once it was done.
struct JournalRecord {
  enum class Event {
    begin,    ///< a run begins: run, plan, target and who runs it
    recover,  ///< another process goes on with it: who, and how (`text`)
    intent,   ///< a unit is about to run
    done,     ///< it ran, or was found to have run: `text` says what the answer was
    retry,    ///< it is to run once more: `text` says why the attempt before did not do
    failed,   ///< it did not run: `text` says why
    unknown,  ///< whether it ran is not known: `text` says why
    replan,   ///< the table goes by another plan from here on, which is `text`
    undo,     ///< the table is taken back by the plan in `text`; without a table the whole run is
    end,      ///< the run is over; `text` is its status, `why` what stopped its tables
    abandon,  ///< nobody will go on with it; `text` says why
  };

  Event event = Event::begin;
  std::string time;  ///< "2026-11-29T21:24:10Z"; only for people
  std::string run{};
  std::string plan{};  ///< checksum of the saved plan
  std::string target{};
  std::string registry{};    ///< name and fingerprint
  std::string tool{};        ///< the version of deltac
  std::string git{};         ///< the revision that the registry was built from, where that is known
  std::string expect{};      ///< the checksum that `--expect` approved
  std::string ledger{};      ///< the hash of the ledger's newest line when the run began
  std::string on_failure{};  ///< what the run does about a failure; empty: stop
  std::string host{};
  std::string user{};
  std::int64_t pid = 0;
  std::string table{};
  std::size_t unit = 0;  ///< counted in the table's plan
  std::optional<std::int64_t> version_before{};
  std::optional<std::int64_t> version_after{};
  std::string text{};
  std::string sqlstate{};                 ///< what the server called a failure
  std::string why{};                      ///< of tables that failed: a line each
  std::vector<std::string> statements{};  ///< of a unit that is not in the saved plan: its table was planned again

  bool operator==(const JournalRecord&) const = default;
};

std::string_view event_word(JournalRecord::Event event);

/// A run's journal as it was read: a chained text with a line per record.
struct Journal {
  std::vector<JournalRecord> records;
  std::string last_hash;        ///< what the next record's hash goes on from
  std::size_t whole_bytes = 0;  ///< up to where the text is whole: behind it is a torn tail
  bool torn = false;            ///< the last line was not written to its end

  /// True if the run is neither over nor abandoned.
  bool unfinished() const;
};

std::string journal_head();
/// A record as a line behind the one of `last_hash`, which becomes this line's hash.
std::string journal_line(const JournalRecord& record, std::string& last_hash);
/// A line that was not written to its end is a torn tail; anything else that is not as it was written is an error.
Expected<Journal> read_journal(std::string_view text, std::string_view origin);

}  // namespace delta
