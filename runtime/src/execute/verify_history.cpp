#include "execute/verify_history.hpp"

#include <algorithm>
#include <set>

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

using Kind = LedgerEntry::Kind;

class Verification {
 public:
  Verification(const RunStore& store, const Ledger& ledger) : state_(store.state()), ledger_(ledger) {}

  Expected<HistoryCheck> go(const std::string& expect) {
    const auto runs = state_.runs();
    if (!runs) return runs.error();
    out_.head = ledger_.head();
    if (ledger_.torn)
      out_.notes.push_back(state_.ledger_name() +
                           ": its last line was not written to its end; the next run cuts it off");
    std::set<std::string> there(runs->closed.begin(), runs->closed.end());
    there.insert(runs->open.begin(), runs->open.end());
    for (const LedgerEntry& entry : ledger_.entries) {
      if (entry.kind == Kind::run) {
        check_run(entry, there);
      } else {
        check_version(entry, there);
      }
    }
    for (const std::string& id : runs->closed) check_entered(id);
    for (const std::string& id : runs->open) check_open(id);
    const auto found = std::find(ledger_.hashes.begin(), ledger_.hashes.end(), expect);
    if (!expect.empty() && found == ledger_.hashes.end()) {
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
    if (sha256_hex(*text) != entry.journal) check_journal(entry, *text);
    const auto plan = state_.plan(entry.run);
    if (!plan) {
      if (!entry.plan.empty()) problem("the plan of run " + entry.run + " is gone");
    } else if (sha256_hex(*plan) != entry.plan) {
      problem("the plan of run " + entry.run + " was changed");
    }
    check_beginning(entry.run);
  }

  /// What is wrong with a journal that is not the one that was entered.
  void check_journal(const LedgerEntry& entry, const std::string& text) {
    const std::string name = state_.journal_name(entry.run);
    const auto lines = static_cast<std::int64_t>(std::count(text.begin(), text.end(), '\n')) - 1;
    const std::string counts =
        " (" + std::to_string(entry.records) + " were written, " + std::to_string(lines) + " are there)";
    const auto journal = read_journal(text, name);
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
  void check_beginning(const std::string& id) {
    const auto text = state_.journal(id);
    const auto journal = text ? read_journal(*text, id) : Expected<Journal>(text.error());
    if (!journal || journal->records.empty()) return;
    const std::string& head = journal->records.front().ledger;
    if (head.empty() || std::find(ledger_.hashes.begin(), ledger_.hashes.end(), head) != ledger_.hashes.end()) return;
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
    if (entered(id)) return;
    problem("run " + id + " is not in " + state_.ledger_name() +
            ": it was put there by hand, or the ledger's end is gone");
    check_beginning(id);
  }

  void check_open(const std::string& id) {
    if (entered(id)) return;
    const auto text = state_.journal(id);
    const auto journal = text ? read_journal(*text, state_.journal_name(id)) : Expected<Journal>(text.error());
    if (!journal) return problem(journal.error().message);
    if (journal->torn)
      out_.notes.push_back(state_.journal_name(id) + ": its last line was not written to its end; recover cuts it off");
    if (journal->unfinished()) out_.notes.push_back("run " + id + " is not over");
    check_beginning(id);
  }

  bool entered(const std::string& id) const {
    return std::any_of(ledger_.entries.begin(), ledger_.entries.end(),
                       [&](const LedgerEntry& each) { return each.kind == Kind::run && each.run == id; });
  }

  const StateStore& state_;
  const Ledger& ledger_;
  HistoryCheck out_;
};

}  // namespace

Expected<HistoryCheck> verify_history(const RunStore& store, const std::string& expect) {
  const auto ledger = store.ledger();
  if (ledger) return Verification(store, *ledger).go(expect);
  HistoryCheck out;
  out.problems.push_back(ledger.error().message);
  return out;
}

}  // namespace delta
