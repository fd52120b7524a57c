#include "delta/report/plan_json.hpp"

#include <algorithm>

#include "catalog/observed_json.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/report/diagnostics.hpp"
#include "execute/held_up.hpp"
#include "model/json_text.hpp"
#include "plan/action_json.hpp"
#include "report/json_values.hpp"
#include "report/plan_checksum.hpp"

namespace delta {

Json place_json(const SourceSpan& span) {
  return {{"file", span.file.text()}, {"line", span.line}, {"column", span.column}, {"length", span.length}};
}

namespace {

Json value_json(json::Value value) {
  switch (value.kind) {
    case json::Value::Kind::null: return nullptr;
    case json::Value::Kind::boolean: return value.boolean;
    case json::Value::Kind::number: return value.number;
    case json::Value::Kind::string: return std::move(value.text);
    case json::Value::Kind::array: {
      Json list = Json::array();
      for (json::Value& item : value.items) list.push_back(value_json(std::move(item)));
      return list;
    }
    case json::Value::Kind::object: break;
  }
  Json object = Json::object();
  for (json::Member& member : value.members) object[std::move(member.name)] = value_json(std::move(member.value));
  return object;
}

/// What another writer of ours wrote, all of whose numbers are whole. Read by our own reader, which the binary holds
/// anyway: the library's would be a second one in it.
Json part_json(const std::string& written) { return value_json(json::parse(written)); }

}  // namespace

Json findings_json(const Findings& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) list.push_back(part_json(to_json(finding)));
  return list;
}

namespace {

std::string_view state_text(Presence state) {
  for (const auto& [value, word] : kPresences) {
    if (value == state) return word;
  }
  return "failed";
}

Json step_json(const Step& step) {
  Json json;
  json["action"] = action_name(step.action);
  json["subject"] = action_subject(step.action);
  json["kind"] = step.permission;
  json["skipped"] = step.skipped;
  if (!step.skip_reason.empty()) json["skip_reason"] = step.skip_reason;
  if (step.forbidden) json["forbidden"] = true;
  if (!step.needs.empty()) json["needs"] = step.needs;
  if (!step.impact.text.empty()) json["impact"] = step.impact.text;
  json["one_way"] = step.impact.one_way;
  json["destructive"] = step.impact.destructive;
  for (const auto& [effect, word] : kImpactEffects) {
    if (step.impact.*effect) json["effects"].push_back(word);
  }
  if (!step.impact.views.empty()) json["breaks_views"] = step.impact.views;
  if (step.impact.seconds > 0) json["estimated_seconds"] = step.impact.seconds;
  if (step.serves) json["serves"] = true;
  if (step.span.known()) json["at"] = place_json(step.span);
  json["with"] = part_json(to_json(step.action));
  return json;
}

Json unit_json(const Unit& unit) {
  Json json;
  json["before"] = unit.before;
  json["after"] = unit.after;
  json["statements"] = unit.statements;
  json["steps"] = Json::array();
  for (const Step& step : unit.steps) json["steps"].push_back(step_json(step));
  if (unit.only_at) json["only_at"] = *unit.only_at;
  if (unit.mark) {
    json["writes_mark"] = true;
    json["mark"] = encode(*unit.mark);
  }
  return json;
}

/// Order is not a difference, and must be none between two plans.
ObservedTable sorted(ObservedTable observed) {
  std::ranges::sort(observed.table.columns, {}, &Column::name);
  std::ranges::sort(observed.table.properties, {}, [](const Property& each) { return each.key.value; });
  std::ranges::sort(observed.table.checks, {}, [](const Check& each) { return Identifier(each.name.value); });
  return observed;
}

Json table_json(const TablePlan& table) {
  Json json;
  json["name"] = table.name.text();
  json["state"] = state_text(table.state);
  if (!table.type_name.empty()) json["type"] = table.type_name;
  if (!table.problem.empty()) json["problem"] = table.problem;
  if (!table.observed.fix.empty()) json["fix"] = table.observed.fix;
  if (table.state == Presence::present && table.observed_name != table.name) {
    json["observed_name"] = table.observed_name.text();
  }
  if (table.unmarked) json["unmarked"] = true;
  json["unmanaged"] = Json::array();
  for (const Unmanaged& each : table.unmanaged) {
    json["unmanaged"].push_back({{"subject", each.subject}, {"reason", each.reason}});
  }
  json["units"] = Json::array();
  for (const Unit& unit : table.units) json["units"].push_back(unit_json(unit));
  if (!table.units.empty() && table.observed.present()) json["observed"] = part_json(to_json(sorted(table.observed)));
  json["findings"] = findings_json(table.findings);
  if (!table.depends_on.empty()) {
    for (const TableName& name : table.depends_on) json["depends_on"].push_back(name.text());
  }
  return json;
}

}  // namespace

Json plan_json(const Plan& plan) {
  Json json;
  json["format"] = kPlanFormat;
  json["tool"] = DELTA_RUNTIME_VERSION;
  json["in_sync"] = plan.in_sync();
  json["registry"] = {{"name", plan.registry_name}, {"fingerprint", plan.registry_fingerprint}};
  json["target"] = plan.target;
  json["dialect"] = plan.dialect;
  json["variables"] = plan.variables;
  if (!plan.rolls_back.empty()) json["rolls_back"] = plan.rolls_back;
  json["tables"] = Json::array();
  for (const TablePlan& table : plan.tables) json["tables"].push_back(table_json(table));
  for (const auto& [place, held] : held_up(plan)) {
    json["tables"][place]["held_up"] = {{"by", held.by.text()}, {"reason", held.reason}};
  }
  json["orphans"] = Json::array();
  for (const Orphan& each : plan.orphans)
    json["orphans"].push_back({{"subject", each.subject}, {"reason", each.reason}});
  json["notes"] = plan.notes;
  json["findings"] = findings_json(plan.findings);
  return json;
}

std::string json_text(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

std::string to_json(const Plan& plan) { return with_checksum(json_text(plan_json(plan))); }

}  // namespace delta
