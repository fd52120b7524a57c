#include "execute/run_store.hpp"

#include <algorithm>
#include <utility>

#include "catalog/observed_json.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/report/plan_json.hpp"
#include "execute/git_revision.hpp"
#include "execute/lock.hpp"
#include "execute/state_files.hpp"

namespace delta {
namespace {

using Kind = LedgerEntry::Kind;

/// "20261129T212410Z-1a2b3c4d": ids sort by time.
std::string new_id() {
  std::string id = now_text();
  std::erase_if(id, [](char c) { return c == '-' || c == ':'; });
  return id + "-" + random_digits(8);
}

std::string checksum_in(const std::string& plan) {
  const std::size_t at = plan.rfind("sha256:");
  return at == std::string::npos ? "" : plan.substr(at, plan.find('"', at) - at);
}

bool is_over(const StoredRun& run) { return run.problem.empty() && !run.journal.unfinished(); }

bool given_up(const StoredRun& run) {
  return !run.problem.empty() ||
         (!run.journal.records.empty() && run.journal.records.back().event == JournalRecord::Event::abandon);
}

/// The first record of a run's journal; `plan` is the saved one, `text` as it is kept.
JournalRecord beginning(JournalRecord who, const std::string& run, const Plan& plan, const std::string& text) {
  who.event = JournalRecord::Event::begin;
  who.run = run;
  who.plan = checksum_in(text);
  who.target = plan.target;
  who.registry = plan.registry_name + " " + plan.registry_fingerprint;
  who.tool = DELTA_RUNTIME_VERSION;
  return who;
}

/// Whether who goes by the plan alone would go wrong from here on, or where somebody else goes on.
bool leaves_the_plan(const JournalRecord& record) {
  using Event = JournalRecord::Event;
  return record.event == Event::recover || record.event == Event::replan || record.event == Event::undo;
}

}  // namespace

std::string end_text(const StoredRun& run) {
  if (run.unreadable) return run.problem;
  if (!run.problem.empty()) return "abandoned, its journal is damaged";
  if (run.journal.records.empty()) return "";  // somebody emptied it
  const JournalRecord& last = run.journal.records.back();
  return last.event == JournalRecord::Event::abandon ? "abandoned: " + last.text : last.text;
}

JournalRecord this_run(std::string command) {
  const LockOwner self = this_process("");
  JournalRecord record;
  record.host = self.host;
  record.user = self.user;
  record.pid = self.pid;
  record.git = git_revision();
  record.text = std::move(command);
  return record;
}

Expected<void> RunJournal::write(JournalRecord record) { return write(std::vector{std::move(record)}); }

Expected<void> RunJournal::write(const std::vector<JournalRecord>& records) {
  std::string hash = last_hash_;
  std::string lines = size_ == 0 ? journal_head() : "";  // of one that was torn before its first line ended
  for (JournalRecord record : records) {
    record.time = now_text();
    lines += journal_line(record, hash);
  }
  if (auto written = state_->append(id_, size_, lines); !written) return written;
  size_ += lines.size();
  last_hash_ = std::move(hash);
  return std::any_of(records.begin(), records.end(), leaves_the_plan) ? state_->share(id_) : Expected<void>();
}

StoredRun RunStore::read(const std::string& id) const {
  StoredRun run;
  run.id = id;
  run.origin = state_->journal_name(id);
  run.ends_elsewhere = state_->ends_elsewhere(id);
  const auto text = state_->journal(id);
  auto journal = text ? read_journal(*text, run.origin) : Expected<Journal>(text.error());
  if (journal) {
    run.journal = *std::move(journal);
  } else {
    run.problem = journal.error().message;
    run.fix = journal.error().fix;
    run.unreadable = !text;
    if (run.unreadable && run.fix.empty()) run.fix = "see to it that it can be read";
  }
  return run;
}

Expected<std::vector<StoredRun>> RunStore::unfinished() const {
  const auto runs = state_->runs();
  if (!runs) return runs.error();
  std::vector<StoredRun> out;
  for (const std::string& id : runs->open) {
    StoredRun run = read(id);
    if (!is_over(run) || !state_->told(id)) out.push_back(std::move(run));
  }
  return out;
}

Expected<std::vector<StoredRun>> RunStore::finished() const {
  const auto runs = state_->runs();
  if (!runs) return runs.error();
  std::vector<StoredRun> out;
  for (const std::string& id : runs->closed) out.push_back(read(id));
  for (const std::string& id : runs->open) {
    StoredRun run = read(id);
    if (is_over(run)) out.push_back(std::move(run));
  }
  // In the order in which they ended, which a clock that went back does not change.
  if (const auto known = ledger()) {
    const auto place = [&](const StoredRun& run) {
      const auto found = known->over.find(run.id);
      return found == known->over.end() ? known->entries.size() : found->second;
    };
    std::stable_sort(out.begin(), out.end(),
                     [&](const StoredRun& a, const StoredRun& b) { return place(a) < place(b); });
  }
  return out;
}

Expected<Ledger> RunStore::ledger() const {
  const auto text = state_->ledger();
  if (!text) return text.error();
  return read_ledger(*text, state_->ledger_name());
}

Expected<std::string> RunStore::newest_finished() const {
  const auto now = ledger();
  if (!now) return now.error();
  for (std::size_t i = now->entries.size(); i-- > 0;) {
    if (now->entries[i].kind == Kind::run) return now->hashes[i];
  }
  return std::string();
}

Expected<void> RunStore::load_ledger() {
  if (ledger_) return {};
  auto read = ledger();
  if (!read) return read.error();
  ledger_ = *std::move(read);
  return {};
}

Expected<void> RunStore::append(LedgerEntry entry) {
  if (auto loaded = load_ledger(); !loaded) return loaded;
  entry.sequence = static_cast<std::int64_t>(ledger_->entries.size()) + 1;
  entry.time = now_text();
  std::string hash = ledger_->head();
  const std::string line = ledger_line(entry, hash);
  const std::string text = ledger_->whole_bytes == 0 ? ledger_head() + line : line;
  if (auto written = state_->append_ledger(ledger_->whole_bytes, text); !written) return written;
  ledger_->whole_bytes += text.size();
  ledger_->add(std::move(entry), std::move(hash));
  return {};
}

Expected<void> RunStore::put_away(const StoredRun& run, const std::string& status) {
  if (auto loaded = load_ledger(); !loaded) return loaded;
  if (!ledger_->has_run(run.id)) {
    const auto journal = state_->journal(run.id);
    if (!journal) return journal.error();
    const auto plan = state_->plan(run.id);
    // A run that was given up may have been so for want of its plan.
    if (!plan && !given_up(run)) return plan.error();
    LedgerEntry entry;
    entry.kind = Kind::run;
    entry.run = run.id;
    entry.records = static_cast<std::int64_t>(run.journal.records.size());
    entry.journal = sha256_hex(*journal);
    entry.plan = plan ? sha256_hex(*plan) : "";
    entry.status = status;
    if (auto entered = append(std::move(entry)); !entered) return entered;
  }
  return state_->close(run.id);
}

Expected<void> RunStore::prepare() {
  if (auto prepared = state_->prepare(); !prepared) return prepared;
  ledger_.reset();
  if (auto loaded = load_ledger(); !loaded) return loaded;
  const auto runs = state_->runs();
  if (!runs) return runs.error();
  if (ledger_->entries.empty() && !runs->closed.empty()) {
    if (auto begun = begin_ledger_anew(runs->closed); !begun) return begun;
  }
  for (const std::string& id : runs->open) {
    const StoredRun run = read(id);
    if (!is_over(run)) continue;
    // One that is entered and stays where it is is over all the same, unless others have to be told.
    auto moved = put_away(run, end_text(run));
    if (!moved && !(ledger_->has_run(id) && state_->told(id))) return moved;
  }
  return {};
}

bool RunStore::ended(const std::string& run) const { return is_over(read(run)) && state_->told(run); }

// A run is entered before it is closed: where closed ones are and no ledger, it was taken away.
Expected<void> RunStore::begin_ledger_anew(const std::vector<std::string>& closed) {
  LedgerEntry lost;
  lost.kind = Kind::lost;
  lost.status = "the ledger was gone; its runs were entered anew, and what they made of each table is not known";
  if (auto entered = append(std::move(lost)); !entered) return entered;
  for (const std::string& id : closed) {
    const StoredRun run = read(id);
    if (auto entered = put_away(run, end_text(run)); !entered) return entered;
  }
  return {};
}

Expected<RunJournal> RunStore::begin(const Plan& plan, JournalRecord who) {
  if (auto loaded = load_ledger(); !loaded) return loaded.error();
  const std::string id = new_id();
  const std::string text = to_json(plan);
  who = beginning(std::move(who), id, plan, text);
  who.time = now_text();
  who.ledger = ledger_->head();
  std::string hash;
  const std::string first = journal_head() + journal_line(who, hash);
  if (auto begun = state_->begin(id, text, first); !begun) return begun.error();
  return RunJournal(id, state_, first.size(), hash);
}

Expected<RunJournal> RunStore::resume(const StoredRun& run, JournalRecord who) {
  if (!run.problem.empty()) return Error{run.problem, run.fix};
  RunJournal journal(run.id, state_, run.journal.whole_bytes, run.journal.last_hash);
  std::vector<JournalRecord> records;
  if (run.journal.records.empty()) records.push_back(begun_anew(run.id, who));
  records.push_back(std::move(who));
  if (auto written = journal.write(records); !written) return written.error();
  return journal;
}

// The journal was torn before its first record lasted, and so before anything ran.
JournalRecord RunStore::begun_anew(const std::string& run, JournalRecord who) const {
  who.text.clear();
  const auto text = state_->plan(run);
  if (const auto saved = text ? plan_from_json(*text, "") : Expected<SavedPlan>(text.error()))
    return beginning(std::move(who), run, saved->plan, *text);
  who.event = JournalRecord::Event::begin;  // which is given up, for want of its plan
  who.run = run;
  return who;
}

Expected<Plan> RunStore::plan_of(const StoredRun& run) const {
  const auto text = state_->plan(run.id);
  if (!text) return text.error();
  const std::string origin = "the plan of run " + run.id;
  auto saved = plan_from_json(*text, origin);
  if (!saved) return Error{saved.error().message, ""};
  if (!run.journal.records.empty() && run.journal.records.front().plan != saved->checksum) {
    return Error{origin + " is another one than its journal names", ""};
  }
  return std::move(saved->plan);
}

Expected<void> RunStore::enter(const std::string& run, const std::string& table, const ObservedTable& now) {
  if (auto loaded = load_ledger(); !loaded) return loaded;
  const std::string text = now.present() ? to_json(now) : "";
  LedgerEntry entry;
  entry.run = run;
  entry.table = table;
  if (now.present()) {
    entry.fingerprint = fingerprint(now.table);
    entry.snapshot = sha256_hex(text);
    entry.target_version = now.version;
  }
  const LedgerEntry* before = ledger_->newest(table);
  if (before != nullptr && before->run == run && before->snapshot == entry.snapshot) return {};
  entry.version = before == nullptr ? 1 : before->version + 1;
  if (now.present()) {
    if (auto kept = state_->keep_snapshot(entry.snapshot, text); !kept) return kept;
  }
  return append(std::move(entry));
}

Expected<void> RunStore::abandon(const StoredRun& run, JournalRecord last) {
  if (run.unreadable) return Error{run.problem, run.fix};
  if (!run.problem.empty()) {
    // Nothing can be written behind what cannot be read: the ledger says who gave it up and why.
    const std::string who = last.user.empty() ? "" : " by " + last.user + (last.host.empty() ? "" : " on " + last.host);
    return put_away(run, "abandoned" + who + ", its journal is damaged: " + last.text);
  }
  auto journal = resume(run, std::move(last));
  if (!journal) return journal.error();
  const StoredRun now = read(run.id);
  auto moved = put_away(now, end_text(now));
  return !moved && ended(run.id) ? Expected<void>() : moved;
}

Expected<void> RunStore::close(RunJournal journal, JournalRecord last) {
  if (auto written = journal.write(std::move(last)); !written) return written;
  const StoredRun run = read(journal.id());
  return put_away(run, end_text(run));
}

}  // namespace delta
