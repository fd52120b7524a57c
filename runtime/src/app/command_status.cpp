#include <fmt/format.h>

#include <map>

#include "app/commands.hpp"
#include "app/state.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

using Event = JournalRecord::Event;

/// What the journal says of a table, in words.
std::string table_words(const std::vector<const JournalRecord*>& records) {
  std::size_t done = 0;
  bool back = false;
  for (const JournalRecord* record : records) {
    const bool anew = record->event == Event::replan || record->event == Event::undo;
    done = anew ? 0 : done + (record->event == Event::done ? 1 : 0);
    back = back || record->event == Event::undo;
  }
  const JournalRecord& last = *records.back();
  std::string out = fmt::format("{} {}", report::count(done, "unit"), back ? "undone" : "done");
  if (last.event == Event::intent || last.event == Event::retry)
    out += fmt::format(", unit {} had begun", last.unit + 1);
  if (last.event == Event::unknown)
    out += fmt::format(", unit {} may have run: {}", last.unit + 1, report::printable(last.text));
  if (last.event == Event::failed)
    out += fmt::format(", unit {} failed: {}", last.unit + 1, report::printable(last.text));
  return out;
}

std::string run_text(const StoredRun& run) {
  if (run.unreadable) return fmt::format("  {}   {}\n", run.id, report::printable(in_one_line(run.problem, run.fix)));
  if (!run.problem.empty()) return fmt::format("  {}   {}\n", run.id, report::printable(run.problem));
  std::string out;
  if (run.journal.records.empty()) out += fmt::format("  {} was broken off as it began\n", run.id);
  std::map<std::string, std::vector<const JournalRecord*>> tables;
  for (const JournalRecord& record : run.journal.records) {
    if (record.event == Event::begin || record.event == Event::recover) {
      out += fmt::format("  {} {} {} by {} on {}, process {}\n", record.event == Event::begin ? run.id : "recovered",
                         record.event == Event::begin ? "began" : "", record.time, report::printable(record.user),
                         report::printable(record.host), record.pid);
    }
    if (record.event == Event::undo && record.table.empty()) {
      out += "    from here on it was taken back\n";
      tables.clear();
    }
    if (!record.table.empty()) tables[record.table].push_back(&record);
  }
  for (const auto& [name, records] : tables)
    out += fmt::format("    {}   {}\n", report::printable(name), table_words(records));
  if (run.ends_elsewhere) {
    out += "    how far it came stands in the journal of that machine; without it recover asks the tables\n";
  } else if (tables.empty()) {
    out += "    nothing had begun\n";
  }
  return out;
}

/// What to do about the first of the runs that were broken off.
std::string way_on(const Session& session, const RunStore& store, const StoredRun& run) {
  if (run.unreadable) return "";
  const std::string recover = report::command_line(session.invocation, "recover", {});
  const auto give_up = [&](std::string_view why) { return fmt::format("  {} {} --abandon REASON\n", why, recover); };
  if (!run.problem.empty()) return give_up("Look at its tables, then give it up with:");
  const auto plan = store.plan_of(run);
  if (plan) return "  Finish it with: " + recover + "\n";
  const std::string why = "  " + report::printable(in_one_line(plan.error())) + "\n";
  return plan.error().fix.empty() ? why + give_up("Without it the run is given up with:") : why;
}

/// Whose lock the server keeps without knowing of its runs, other machines may have some.
std::string none_text(const Options& options) {
  if (options.state_schema.empty() || in_schema(options.state)) return "  No run is unfinished.\n";
  return "  No run of this machine is unfinished; each other one tells of its own.\n";
}

/// What is wrong with the ledger, and what helps; empty: nothing. No run begins or ends while it is.
std::string ledger_text(const RunStore& store) {
  const auto ledger = store.ledger();
  return ledger ? "" : "  " + report::printable(in_one_line(ledger.error())) + "\n";
}

}  // namespace

ExitCode run_status(Session& session) {
  const Options& options = session.options;
  note_missing_lake(session);
  const auto state = open_state(session);
  if (!state) return complain(options, state.error());
  const RunStore store(state->store);
  auto runs = store.unfinished();
  if (!runs) return complain(options, stop_for(runs.error()));
  std::string text;
  bool at_work = false;
  for (const std::string& each : state->lock_folders()) {
    if (const auto owner = Lock::holder(each)) {
      if (!at_work) text += "  at work: " + report::printable(owner->text() + way_out(*owner, true)) + "\n";
      at_work = true;
    }
  }
  const auto place = server_lock_place(session);
  if (!place) return complain(options, place.error());
  if (*place != nullptr && !at_work) {
    const auto owner = ServerLock::holder(**place);
    if (!owner) return complain(options, stop_for(owner.error()));
    if (*owner) {
      text += "  " + (*place)->name() + " is held by " + report::printable((*owner)->text() + way_out(**owner, false)) +
              "\n";
    }
    at_work = at_work || *owner;
  }
  if (!at_work) {
    auto still = still_unfinished(store, *runs);
    if (!still) return complain(options, still.error());
    *runs = *std::move(still);
  }
  for (const StoredRun& run : *runs) text += run_text(run);
  ExitCode code = at_work ? ExitCode::conflict : runs->empty() ? ExitCode::in_sync : ExitCode::unfinished;
  if (const auto clear = refuse_elsewhere(session); !clear && !at_work) {
    text += "  " + report::printable(in_one_line(clear.error().message, clear.error().fix)) + "\n";
    code = worse(code, clear.error().code);
  }
  if (code == ExitCode::in_sync) text = none_text(options);
  if (const std::string ledger = ledger_text(store); !ledger.empty()) {
    text += ledger;
    code = worse(code, ExitCode::failed);
  }
  if (!runs->empty() && !at_work) text += way_on(session, store, runs->front());
  return deliver(options, text, code);
}

}  // namespace delta::app
