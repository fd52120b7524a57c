#include "execute/verify_history.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

using Kind = LedgerEntry::Kind;

class Verification {
 public:
  /// `before`: the runs as they were before the ledger was read, which others write to meanwhile.
  Verification(const RunStore& store, StateStore::Runs before, const Ledger& ledger)
      : state_(store.state()), before_(std::move(before)), ledger_(ledger) {
    hashes_.insert(ledger.hashes.begin(), ledger.hashes.end());
  }

  Expected<HistoryCheck> go(const std::string& expect) {
    const auto after = state_.runs();
    if (!after) return after.error();
    out_.head = ledger_.head();
    if (ledger_.torn)
      out_.notes.push_back(state_.ledger_name() +
                           ": its last line was not written to its end; the next run cuts it off");
    std::set<std::string> there;
    for (const StateStore::Runs* each : std::array<const StateStore::Runs*, 2>{&before_, &*after}) {
      there.insert(each->closed.begin(), each->closed.end());
      there.insert(each->open.begin(), each->open.end());
    }
    for (const LedgerEntry& entry : ledger_.entries) {
      if (entry.kind == Kind::run) check_run(entry, there);
      if (entry.kind == Kind::table) check_version(entry, there);
      if (entry.kind == Kind::lost) problem(state_.ledger_name() + ", " + entry.time + ": " + entry.status);
    }
    for (const std::string& id : before_.closed) check_entered(id);
    for (const std::string& id : before_.open) check_open(id);
    if (!expect.empty() && !hashes_.contains(expect)) {
      problem("the head " + expect + " is not among the lines of " + state_.ledger_name() +
              ": lines that were there when it was printed are gone");
    }
    return std::move(out_);
  }

 private:
  void problem(std::string text) { out_.problems.push_back(std::move(text)); }

  void check_run(const LedgerEntry& entry, const std::set<std::string>& there) {
    ++out_.runs;
    if (!there.contains(entry.run)) {
      problem("run " + entry.run + " is gone: the ledger holds it as number " + std::to_string(entry.sequence));
      return;
    }
    const auto text = state_.journal(entry.run);
    if (!text) return problem(text.error().message);
    const auto journal = read_journal(*text, state_.journal_name(entry.run));
    if (sha256_hex(*text) != entry.journal) {
      check_journal(entry, *text, journal);
    } else if (!journal) {
      problem(journal.error().message + "; its run was " + entry.status);
    }
    const auto plan = state_.plan(entry.run);
    if (!plan) {
      if (!entry.plan.empty()) problem("the plan of run " + entry.run + " is gone");
    } else if (sha256_hex(*plan) != entry.plan) {
      problem("the plan of run " + entry.run + " was changed");
    }
    if (journal) check_beginning(entry.run, *journal);
  }

  /// What is wrong with a journal that is not the one that was entered.
  void check_journal(const LedgerEntry& entry, const std::string& text, const Expected<Journal>& journal) {
    const std::string name = state_.journal_name(entry.run);
    const auto lines = static_cast<std::int64_t>(std::count(text.begin(), text.end(), '\n')) - 1;
    const std::string counts =
        " (" + std::to_string(entry.records) + " were written, " + std::to_string(lines) + " are there)";
    if (!journal) {
      problem(journal.error().message + (lines < entry.records ? "; a line was removed" + counts : "; it was changed"));
    } else if (journal->torn) {
      problem(name + ": its last line is torn" + counts);
    } else if (lines != entry.records) {
      problem(name + ": lines were " + (lines < entry.records ? "removed from its end" : "added") + counts);
    } else {
      problem(name + " was written anew: it is not the one that the ledger names");
    }
  }

  /// Each run names the ledger's end at its beginning.
  void check_beginning(const std::string& id, const Journal& journal) {
    if (journal.records.empty()) return;
    const std::string& head = journal.records.front().ledger;
    if (head.empty() || hashes_.contains(head)) return;
    problem("run " + id + " began behind a line that is not in " + state_.ledger_name() + ": lines are gone from it");
  }

  void check_version(const LedgerEntry& entry, const std::set<std::string>& there) {
    ++out_.versions;
    const std::string what = "version " + std::to_string(entry.version) + " of " + entry.table;
    if (!there.contains(entry.run)) problem("run " + entry.run + ", which made " + what + ", is gone");
    if (entry.snapshot.empty()) return;
    const auto text = state_.snapshot(entry.snapshot);
    if (!text) {
      problem("the snapshot of " + what + " is gone");
    } else if (sha256_hex(*text) != entry.snapshot) {
      problem("the snapshot of " + what + " was changed");
    }
  }

  /// A closed run without a line.
  void check_entered(const std::string& id) {
    if (ledger_.has_run(id)) return;
    problem("run " + id + " is not in " + state_.ledger_name() +
            ": it was put there by hand, or the ledger's end is gone");
    if (const auto journal = journal_of(id)) check_beginning(id, *journal);
  }

  void check_open(const std::string& id) {
    if (ledger_.has_run(id)) return;
    const auto journal = journal_of(id);
    if (!journal) return problem(journal.error().message);
    if (journal->torn)
      out_.notes.push_back(state_.journal_name(id) + ": its last line was not written to its end; recover cuts it off");
    if (journal->unfinished()) out_.notes.push_back("run " + id + " is not over");
    check_beginning(id, *journal);
  }

  Expected<Journal> journal_of(const std::string& id) const {
    const auto text = state_.journal(id);
    return text ? read_journal(*text, state_.journal_name(id)) : Expected<Journal>(text.error());
  }

  const StateStore& state_;
  StateStore::Runs before_;
  const Ledger& ledger_;
  std::set<std::string> hashes_;
  HistoryCheck out_;
};

}  // namespace

Expected<HistoryCheck> verify_history(const RunStore& store, const std::string& expect) {
  auto runs = store.state().runs();
  if (!runs) return runs.error();
  const auto ledger = store.ledger();
  if (ledger) return Verification(store, *std::move(runs), *ledger).go(expect);
  HistoryCheck out;
  out.problems.push_back(ledger.error().message);
  return out;
}

}  // namespace delta
