#include "app/history_text.hpp"
#include "report/json_values.hpp"

namespace delta::app {
namespace {

constexpr const char* kFormat = "deltac.history/1";

Json version_json(const LedgerEntry& entry) {
  Json json;
  json["sequence"] = entry.sequence;
  json["table"] = entry.table;
  json["version"] = entry.version;
  json["at"] = entry.time;
  json["run"] = entry.run;
  if (!entry.fingerprint.empty()) json["fingerprint"] = entry.fingerprint;
  if (!entry.snapshot.empty()) json["snapshot"] = entry.snapshot;
  if (entry.target_version) json["target_version"] = *entry.target_version;
  return json;
}

Json record_json(const JournalRecord& record) {
  Json json;
  json["event"] = event_word(record.event);
  json["at"] = record.time;
  if (!record.table.empty()) {
    json["table"] = record.table;
    json["unit"] = record.unit;
  }
  if (record.version_before) json["version_before"] = *record.version_before;
  if (record.version_after) json["version_after"] = *record.version_after;
  if (!record.user.empty()) json["user"] = record.user;
  if (!record.host.empty()) json["host"] = record.host;
  if (record.pid != 0) json["pid"] = record.pid;
  if (!record.text.empty()) json["text"] = record.text;
  if (!record.statements.empty()) json["statements"] = record.statements;
  return json;
}

Json past_json(const PastRun& past, bool whole) {
  Json json;
  json["run"] = past.run.id;
  json["status"] = past.status.empty() ? (past.run.problem.empty() ? "not over" : past.run.problem) : past.status;
  if (!past.run.journal.records.empty()) {
    const JournalRecord& begin = past.run.journal.records.front();
    for (const auto& [name, text] :
         {std::pair("at", &begin.time), std::pair("user", &begin.user), std::pair("host", &begin.host),
          std::pair("command", &begin.text), std::pair("target", &begin.target), std::pair("registry", &begin.registry),
          std::pair("git", &begin.git), std::pair("tool", &begin.tool), std::pair("plan", &begin.plan),
          std::pair("expect", &begin.expect)}) {
      if (!text->empty()) json[name] = *text;
    }
  }
  json["tables"] = Json::array();
  for (const LedgerEntry& entry : past.tables) json["tables"].push_back(version_json(entry));
  if (!whole) return json;
  json["records"] = Json::array();
  for (const JournalRecord& record : past.run.journal.records) json["records"].push_back(record_json(record));
  return json;
}

Json document() {
  Json json;
  json["format"] = kFormat;
  return json;
}

}  // namespace

std::string runs_json(const std::vector<PastRun>& runs) {
  Json json = document();
  json["runs"] = Json::array();
  for (const PastRun& each : runs) json["runs"].push_back(past_json(each, false));
  return json_text(json);
}

std::string run_json(const PastRun& past) {
  Json json = document();
  json["runs"] = Json::array({past_json(past, true)});
  return json_text(json);
}

std::string versions_json(const std::string& table, const std::vector<LedgerEntry>& versions) {
  Json json = document();
  json["table"] = table;
  json["versions"] = Json::array();
  for (const LedgerEntry& each : versions) json["versions"].push_back(version_json(each));
  return json_text(json);
}

std::string check_json(const HistoryCheck& check) {
  Json json = document();
  json["whole"] = check.problems.empty();
  json["head"] = check.head;
  json["number_of_runs"] = check.runs;
  json["number_of_versions"] = check.versions;
  json["problems"] = check.problems;
  json["notes"] = check.notes;
  return json_text(json);
}

}  // namespace delta::app
