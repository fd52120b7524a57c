#include "app/history_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "report/text_layout.hpp"

namespace delta::app {
namespace {

using report::align;
using report::Cell;
using report::count;
using report::printable;
using report::Style;
using Event = JournalRecord::Event;

constexpr std::size_t kCap = 60;
constexpr std::size_t kShown = 12;  // digits of a hash, for people

std::string lined_up(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<Cell>> cells;
  for (const auto& row : rows) {
    std::vector<Cell>& into = cells.emplace_back();
    for (const std::string& text : row) into.push_back({printable(text), Style::plain});
  }
  return align(cells, "  ", kCap, false);
}

const JournalRecord& first_of(const StoredRun& run) {
  static const JournalRecord none;
  return run.journal.records.empty() ? none : run.journal.records.front();
}

std::string status_of(const PastRun& past) {
  if (!past.status.empty()) return past.status;
  return past.run.problem.empty() ? "not over" : past.run.problem;
}

/// Where a run, or a table of it, goes by another plan; it stands in the journal.
std::string turn_text(const JournalRecord& record) {
  return fmt::format("    {}  {} from here on\n", record.time,
                     record.event == Event::undo ? "taken back" : "planned again");
}

/// What is told of a table of a run.
struct Told {
  std::string text;
  const JournalRecord* turn = nullptr;  ///< the newest that was told
};

/// A table that was read back more than once is one.
std::size_t tables_of(const PastRun& past) {
  std::set<std::string_view> names;
  for (const LedgerEntry& each : past.tables) names.insert(each.table);
  return names.size();
}

std::string record_text(const JournalRecord& record) {
  if (record.event == Event::undo || record.event == Event::replan) return turn_text(record);
  std::string out = fmt::format("    {}  unit {} {}", record.time, record.unit + 1,
                                record.event == Event::intent ? "begun" : event_word(record.event));
  if (record.version_before && record.version_after) {
    out += fmt::format(", version {} → {}", *record.version_before, *record.version_after);
  } else if (record.version_after) {
    out += fmt::format(", version {}", *record.version_after);
  }
  if (!record.text.empty()) out += ": " + printable(record.text);
  if (!record.sqlstate.empty()) out += " [SQLSTATE " + printable(record.sqlstate) + "]";
  out += "\n";
  for (const std::string& statement : record.statements) out += "      " + printable(statement) + "\n";
  return out;
}

}  // namespace

void add_statements(const Plan& plan, PastRun& past) {
  std::map<std::string, const TablePlan*> tables;
  for (const TablePlan& table : plan.tables) tables.emplace(table.name.text(), &table);
  for (JournalRecord& record : past.run.journal.records) {
    if (record.event != Event::intent || !record.statements.empty()) continue;
    const auto found = tables.find(record.table);
    if (found == tables.end() || record.unit >= found->second->units.size()) continue;
    record.statements = found->second->units[record.unit].statements;
  }
}

std::string runs_text(const std::vector<PastRun>& runs) {
  if (runs.empty()) return "  No run is remembered.\n";
  std::vector<std::vector<std::string>> rows;
  for (const PastRun& each : runs) {
    const JournalRecord& begin = first_of(each.run);
    rows.push_back(
        {each.run.id, begin.time, begin.user + " on " + begin.host, count(tables_of(each), "table"), status_of(each)});
  }
  return lined_up(rows);
}

std::string run_text(const PastRun& past) {
  const JournalRecord& begin = first_of(past.run);
  std::vector<std::vector<std::string>> facts{{"run", past.run.id}, {"status", status_of(past)}};
  const auto fact = [&](std::string name, const std::string& text) {
    if (!text.empty()) facts.push_back({std::move(name), text});
  };
  if (past.run.problem.empty()) {
    fact("began", begin.time);
    fact("by", fmt::format("{} on {}, process {}", begin.user, begin.host, begin.pid));
    fact("command", begin.text);
    fact("target", begin.target);
    fact("registry", begin.registry);
    fact("git", begin.git);
    fact("deltac", begin.tool);
    fact("plan", begin.plan);
    fact("takes back", past.rolls_back);
    fact("approved", begin.expect.empty() ? "" : begin.expect + " by --expect");
  }
  std::string out = lined_up(facts);
  std::vector<std::string_view> names;  // in the order of the first record of each
  std::map<std::string_view, Told> told;
  const JournalRecord* turn = nullptr;  // of the whole run, and of each table of which anything follows
  for (const JournalRecord& record : past.run.journal.records) {
    if (record.table.empty() && record.event == Event::undo) turn = &record;
    if (record.table.empty()) continue;
    const auto [at, first] = told.try_emplace(record.table);
    if (first) names.push_back(record.table);
    if (at->second.turn != turn) at->second.text += turn_text(*turn);
    at->second.turn = turn;
    at->second.text += record_text(record);
  }
  for (const LedgerEntry& entry : past.tables) {
    const auto at = told.find(entry.table);
    if (at == told.end()) continue;
    at->second.text += fmt::format(
        "    {}  read back: {}, its version {} in the history\n", entry.time,
        entry.fingerprint.empty() ? "gone" : "fingerprint " + entry.fingerprint.substr(0, kShown), entry.version);
  }
  for (const std::string_view name : names) out += "\n  " + printable(name) + "\n" + told[name].text;
  for (const JournalRecord& record : past.run.journal.records) {
    if (!record.table.empty() || record.event == Event::begin) continue;
    out += fmt::format("\n  {}  {}", record.time, event_word(record.event));
    if (!record.user.empty())
      out += fmt::format(" by {} on {}, process {}", printable(record.user), printable(record.host), record.pid);
    out += record.text.empty() || record.event == Event::undo ? "\n" : ": " + printable(record.text) + "\n";
    for (std::size_t begin = 0; begin < record.why.size();) {
      const std::size_t end = std::min(record.why.find('\n', begin), record.why.size());
      out += "    " + printable(record.why.substr(begin, end - begin)) + "\n";
      begin = end + 1;
    }
  }
  return out;
}

std::string versions_text(const std::string& table, const std::vector<LedgerEntry>& versions) {
  if (versions.empty()) return fmt::format("  No run changed {}.\n", printable(table));
  std::vector<std::vector<std::string>> rows;
  for (const LedgerEntry& each : versions) {
    rows.push_back({fmt::format("version {}", each.version), each.time, each.run,
                    each.fingerprint.empty() ? "gone" : each.fingerprint.substr(0, kShown),
                    each.target_version ? fmt::format("version {} of the target's", *each.target_version) : ""});
  }
  return lined_up(rows);
}

std::string check_text(const HistoryCheck& check, const std::string& place) {
  std::string out;
  for (const std::string& problem : check.problems) out += "  " + printable(problem) + "\n";
  for (const std::string& note : check.notes) out += "  note: " + printable(note) + "\n";
  if (!check.problems.empty())
    return out + fmt::format("  {}: {}.\n", printable(place), count(check.problems.size(), "problem"));
  if (check.runs == 0 && check.head.empty() && check.notes.empty())
    return out + fmt::format("  There is no history in {}.\n", printable(place));
  out += fmt::format("  {} and {} of tables are as they were written.\n", count(check.runs, "run"),
                     count(check.versions, "version"));
  if (check.head.empty()) return out;
  return out + fmt::format(
                   "  Head: {}\n"
                   "  That the newest runs were taken out with the end of the ledger, or everything was written anew, "
                   "cannot\n"
                   "  be seen from here: keep the head elsewhere, and give it to --expect.\n",
                   check.head);
}

}  // namespace delta::app
