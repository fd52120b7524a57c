#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>

#include "app/commands.hpp"
#include "app/history_text.hpp"
#include "app/state.hpp"
#include "execute/verify_history.hpp"

namespace delta::app {
namespace {

/// A head as it is printed, from what may have been copied in capitals. Nothing: it is none.
std::optional<std::string> head_of(std::string text) {
  constexpr std::size_t kDigits = 32;
  for (char& c : text) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  if (text.size() != kDigits || text.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
  return text;
}

ExitCode verify(const Options& options, const RunStore& store) {
  std::string expect;
  if (!options.expect.empty()) {
    auto head = head_of(options.expect);
    if (!head) {
      return complain(options, Stop{ExitCode::usage, fmt::format("--expect {} is no head of a history", options.expect),
                                    "give it all 32 digits of the head that history --verify printed"});
    }
    expect = *std::move(head);
  }
  const auto found = verify_history(store, expect);
  if (!found) return complain(options, stop_for(found.error()));
  const std::string text =
      options.format == Format::json ? check_json(*found) : check_text(*found, store.state().place());
  return deliver(options, text, found->problems.empty() ? ExitCode::in_sync : ExitCode::failed);
}

/// Every run that is there, oldest first; those that are not over stand last.
Expected<std::vector<PastRun>> past_runs(const RunStore& store, const Ledger& ledger) {
  auto runs = store.finished();
  if (!runs) return runs.error();
  auto open = store.unfinished();
  if (!open) return open.error();
  // One that is over here, and of which others do not know yet, is among both.
  std::erase_if(*runs, [&](const StoredRun& each) {
    return std::any_of(open->begin(), open->end(), [&](const StoredRun& other) { return other.id == each.id; });
  });
  const std::size_t over = runs->size();
  std::move(open->begin(), open->end(), std::back_inserter(*runs));
  std::map<std::string_view, std::vector<const LedgerEntry*>> entries;
  for (const LedgerEntry& entry : ledger.entries) entries[entry.run].push_back(&entry);
  std::vector<PastRun> out;
  for (std::size_t i = 0; i < runs->size(); ++i) {
    PastRun past;
    past.run = std::move((*runs)[i]);
    if (i < over) past.status = end_text(past.run);  // for one that the ledger does not hold yet
    const auto own = entries.find(past.run.id);
    if (own != entries.end()) {
      for (const LedgerEntry* entry : own->second) {
        if (entry->kind == LedgerEntry::Kind::run) past.status = entry->status;
        if (entry->kind == LedgerEntry::Kind::table) past.tables.push_back(*entry);
      }
    }
    out.push_back(std::move(past));
  }
  return out;
}

ExitCode show_table(const Session& session, const Ledger& ledger) {
  const Options& options = session.options;
  std::vector<LedgerEntry> versions;
  for (const LedgerEntry& entry : ledger.entries) {
    const bool same = entry.kind == LedgerEntry::Kind::table && fold_case(entry.table) == fold_case(options.table);
    if (same) versions.push_back(entry);
  }
  const std::string text =
      options.format == Format::json ? versions_json(options.table, versions) : versions_text(options.table, versions);
  return deliver(options, text, ExitCode::in_sync);
}

ExitCode show_run(const Session& session, const RunStore& store, std::vector<PastRun> runs) {
  const Options& options = session.options;
  std::vector<PastRun*> fitting;
  if (options.run == "last" && !runs.empty()) fitting = {&runs.back()};
  for (PastRun& each : runs) {
    if (each.run.id == options.run) fitting = {&each};
    if (each.run.id == options.run) break;
    if (each.run.id.starts_with(options.run) || each.run.id.ends_with("-" + options.run)) fitting.push_back(&each);
  }
  if (fitting.size() != 1) {
    const char* why = fitting.empty() ? "no run is called {}" : "more than one run is called {}";
    return complain(options,
                    Stop{ExitCode::usage, fmt::format(fmt::runtime(why), options.run), "history alone lists them"});
  }
  PastRun& past = *fitting.front();
  if (past.run.problem.empty()) {
    const auto plan = store.plan_of(past.run);
    if (!plan) return complain(options, stop_for(plan.error()));
    add_statements(*plan, past);
    past.rolls_back = plan->rolls_back;
  }
  const std::string text = options.format == Format::json ? run_json(past) : run_text(past);
  return deliver(options, text, past.run.problem.empty() ? ExitCode::in_sync : ExitCode::failed);
}

}  // namespace

ExitCode run_history(Session& session) {
  const Options& options = session.options;
  if (session.target.executor == nullptr) {
    return complain(options, Stop{ExitCode::usage, "a snapshot is read-only: nothing ever ran there", ""});
  }
  note_missing_lake(session);
  const auto state = open_state(session);
  if (!state) return complain(options, state.error());
  const RunStore store(state->store);
  if (options.verify) return verify(options, store);
  const auto ledger = store.ledger();
  if (!ledger) return complain(options, stop_for(ledger.error()));
  if (!options.table.empty()) return show_table(session, *ledger);
  auto runs = past_runs(store, *ledger);
  if (!runs) return complain(options, stop_for(runs.error()));
  if (!options.run.empty()) return show_run(session, store, *std::move(runs));
  const std::string text = options.format == Format::json ? runs_json(*runs) : runs_text(*runs);
  return deliver(options, text, ExitCode::in_sync);
}

}  // namespace delta::app
