#include "delta/report/plan_json.hpp"
#include "report/json_values.hpp"

namespace delta {
namespace {

Json step_json(const StepReport& step) {
  Json json;
  json["action"] = step.action;
  json["subject"] = step.subject;
  json["status"] = status_text(step.status);
  if (!step.reason.empty()) json["reason"] = step.reason;
  if (step.span.known()) json["at"] = place_json(step.span);
  return json;
}

Json unit_json(const UnitReport& unit) {
  Json json;
  json["status"] = status_text(unit.status);
  if (unit.earlier) json["earlier"] = true;
  json["attempts"] = unit.attempts;
  json["elapsed_ms"] = unit.elapsed.count();
  if (!unit.sqlstate.empty()) json["sqlstate"] = unit.sqlstate;
  if (!unit.error.empty()) json["error"] = unit.error;
  json["statements"] = unit.statements;
  json["steps"] = Json::array();
  for (const StepReport& step : unit.steps) json["steps"].push_back(step_json(step));
  return json;
}

Json table_json(const TableReport& table) {
  Json json;
  json["name"] = table.name.text();
  json["status"] = status_text(table.status);
  json["steps_done"] = table.steps_done;
  json["steps_skipped"] = table.steps_skipped;
  if (table.steps_undone > 0) json["steps_undone"] = table.steps_undone;
  json["commits"] = table.commits;
  if (table.version_before) json["version_before"] = *table.version_before;
  if (table.version_after) json["version_after"] = *table.version_after;
  json["verified"] = table.verified;
  if (!table.fingerprint.empty()) json["fingerprint"] = table.fingerprint;
  if (!table.unseen.empty()) json["unseen"] = table.unseen;
  if (table.outcome_unknown) json["outcome_unknown"] = true;
  if (!table.reason.empty()) json["reason"] = table.reason;
  if (!table.fix.empty()) json["fix"] = table.fix;
  json["elapsed_ms"] = table.elapsed.count();
  json["units"] = Json::array();
  for (const UnitReport& unit : table.units) json["units"].push_back(unit_json(unit));
  json["findings"] = findings_json(table.findings);
  return json;
}

}  // namespace

std::string to_json(const SyncReport& report) {
  Json json;
  json["format"] = "deltac.report/1";
  if (!report.run.empty()) json["run"] = report.run;
  json["ok"] = report.ok();
  json["exit_code"] = report.exit_code();
  json["interrupted"] = report.interrupted;
  json["tables"] = Json::array();
  for (const TableReport& table : report.tables) json["tables"].push_back(table_json(table));
  json["notes"] = report.notes;
  json["findings"] = findings_json(report.findings);
  json["plan"] = plan_json(report.plan);
  if (report.undo) json["undo"] = plan_json(*report.undo);
  return json_text(json);
}

}  // namespace delta
