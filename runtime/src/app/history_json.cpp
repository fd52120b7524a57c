#include "app/history_text.hpp"
#include "model/json_indented.hpp"

namespace delta::app {
namespace {

using json::Indented;

constexpr const char* kFormat = "deltac.history/1";

void write_version(Indented& out, const LedgerEntry& entry) {
  out.open('{');
  out.member("sequence", entry.sequence);
  out.member("table", entry.table);
  out.member("version", entry.version);
  out.member("at", entry.time);
  out.member("run", entry.run);
  out.known("fingerprint", entry.fingerprint);
  out.known("snapshot", entry.snapshot);
  if (entry.target_version) out.member("target_version", *entry.target_version);
  out.close('}');
}

void write_record(Indented& out, const JournalRecord& record) {
  out.open('{');
  out.member("event", event_word(record.event));
  out.member("at", record.time);
  if (!record.table.empty()) {
    out.member("table", record.table);
    out.member("unit", record.unit);
  }
  if (record.version_before) out.member("version_before", *record.version_before);
  if (record.version_after) out.member("version_after", *record.version_after);
  out.known("user", record.user);
  out.known("host", record.host);
  if (record.pid != 0) out.member("pid", record.pid);
  out.known("text", record.text);
  out.known("sqlstate", record.sqlstate);
  out.known("why", record.why);
  if (!record.statements.empty()) out.member("statements", record.statements);
  out.close('}');
}

void write_past(Indented& out, const PastRun& past, bool whole) {
  out.open('{');
  out.member("run", past.run.id);
  out.member("status", past.status.empty() ? (past.run.problem.empty() ? "not over" : past.run.problem) : past.status);
  if (!past.run.journal.records.empty()) {
    const JournalRecord& begin = past.run.journal.records.front();
    out.known("at", begin.time);
    out.known("user", begin.user);
    out.known("host", begin.host);
    out.known("command", begin.text);
    out.known("target", begin.target);
    out.known("registry", begin.registry);
    out.known("git", begin.git);
    out.known("tool", begin.tool);
    out.known("plan", begin.plan);
    out.known("expect", begin.expect);
  }
  out.known("rolls_back", past.rolls_back);
  out.list("tables", past.tables, write_version);
  if (whole) out.list("records", past.run.journal.records, write_record);
  out.close('}');
}

/// `write` writes the members after the format.
template <class Write>
std::string document(const Write& write) {
  Indented out;
  out.open('{');
  out.member("format", kFormat);
  write(out);
  out.close('}');
  return out.take();
}

}  // namespace

std::string runs_json(const std::vector<PastRun>& runs) {
  return document([&](Indented& out) {
    out.list("runs", runs, [](Indented& list, const PastRun& each) { write_past(list, each, false); });
  });
}

std::string run_json(const PastRun& past) {
  return document([&](Indented& out) {
    out.key("runs");
    out.open('[');
    write_past(out, past, true);
    out.close(']');
  });
}

std::string versions_json(const std::string& table, const std::vector<LedgerEntry>& versions) {
  return document([&](Indented& out) {
    out.member("table", table);
    out.list("versions", versions, write_version);
  });
}

std::string check_json(const HistoryCheck& check) {
  return document([&](Indented& out) {
    out.member("whole", check.problems.empty());
    out.member("head", check.head);
    out.member("number_of_runs", check.runs);
    out.member("number_of_versions", check.versions);
    out.member("problems", check.problems);
    out.member("notes", check.notes);
  });
}

}  // namespace delta::app
