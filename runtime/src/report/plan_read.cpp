#include <charconv>

#include "catalog/observed_json.hpp"
#include "delta/report/plan_json.hpp"
#include "model/json_need.hpp"
#include "plan/action_json.hpp"
#include "report/plan_checksum.hpp"

namespace delta {
namespace {

using json::Failure;
using json::maybe;
using json::maybe_text;
using json::maybe_truth;
using json::need;
using json::need_text;
using json::Value;
using Kind = json::Value::Kind;

constexpr std::array<std::pair<Severity, std::string_view>, 3> kSeverities{{
    {Severity::error, "error"},
    {Severity::warning, "warning"},
    {Severity::note, "note"},
}};
constexpr std::int64_t kMost = 2'000'000'000;

SourceSpan place_of(const Value& value) {
  SourceSpan span;
  span.file = maybe_text(value, "file", "a place");
  const auto number = [&](std::string_view name, int& into) {
    if (const Value* found = maybe(value, name, Kind::number, "a place"))
      into = static_cast<int>(json::small_number(*found, kMost));
  };
  number("line", span.line);
  number("column", span.column);
  number("length", span.length);
  return span;
}

int code_of(const Value& value) {
  int code = 0;
  const std::string_view text = value.text;
  if (!text.starts_with("DLT")) json::fail(value, "this is no code of a finding");
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data() + 3, end, code);
  if (result.ec != std::errc() || result.ptr != end || code < 0) json::fail(value, "this is no code of a finding");
  return code;
}

Finding finding_of(const Value& value) {
  constexpr std::string_view kWhat = "a finding";
  Finding out;
  if (const Value* code = maybe(value, "code", Kind::string, kWhat)) out.code = code_of(*code);
  out.severity = json::meaning(kSeverities, need(value, "severity", Kind::string, kWhat), "severity");
  out.text = maybe_text(value, "message", kWhat);
  out.span = place_of(value);
  out.fix = maybe_text(value, "fix", kWhat);
  out.table = maybe_text(value, "table", kWhat);
  if (const Value* notes = maybe(value, "notes", Kind::array, kWhat)) {
    for (const Value& note : notes->items) out.notes.push_back({place_of(note), maybe_text(note, "message", "a note")});
  }
  return out;
}

Findings findings_of(const Value& object, std::string_view what) {
  Findings out;
  for (const Value& item : need(object, "findings", Kind::array, what).items) out.push_back(finding_of(item));
  return out;
}

Step step_of(const Value& value, std::size_t earlier) {
  constexpr std::string_view kWhat = "a step";
  Step step;
  step.action = json::action_of(need(value, "action", Kind::string, kWhat), need(value, "with", Kind::object, kWhat));
  step.permission = need_text(value, "kind", kWhat);
  step.skipped = need(value, "skipped", Kind::boolean, kWhat).boolean;
  step.skip_reason = maybe_text(value, "skip_reason", kWhat);
  step.forbidden = maybe_truth(value, "forbidden", kWhat);
  if (const Value* needs = maybe(value, "needs", Kind::array, kWhat)) {
    for (const Value& item : needs->items) {
      const std::int64_t number = json::small_number(item, kMost);
      if (static_cast<std::size_t>(number) >= earlier) json::fail(item, "a step can need earlier steps only");
      step.needs.push_back(static_cast<std::size_t>(number));
    }
  }
  step.impact.text = maybe_text(value, "impact", kWhat);
  step.impact.one_way = maybe_truth(value, "one_way", kWhat);
  step.impact.destructive = maybe_truth(value, "destructive", kWhat);
  if (const Value* effects = maybe(value, "effects", Kind::array, kWhat)) {
    for (const Value& word : effects->items) step.impact.*json::meaning(kImpactEffects, word, "effect") = true;
  }
  if (const Value* views = maybe(value, "breaks_views", Kind::array, kWhat)) {
    step.impact.views = json::texts_of(*views, "breaks_views");
  }
  if (const Value* seconds = maybe(value, "estimated_seconds", Kind::number, kWhat)) {
    step.impact.seconds = static_cast<int>(json::small_number(*seconds, kMost));
  }
  step.serves = maybe_truth(value, "serves", kWhat);
  if (const Value* place = maybe(value, "at", Kind::object, kWhat)) step.span = place_of(*place);
  return step;
}

Unit unit_of(const Value& value, std::size_t& steps) {
  constexpr std::string_view kWhat = "a unit";
  Unit unit;
  unit.before = need_text(value, "before", kWhat);
  unit.after = need_text(value, "after", kWhat);
  unit.statements = json::texts_of(need(value, "statements", Kind::array, kWhat), "statements");
  for (const Value& item : need(value, "steps", Kind::array, kWhat).items) {
    unit.steps.push_back(step_of(item, steps));
    ++steps;
  }
  if (const Value* version = maybe(value, "only_at", Kind::number, kWhat)) {
    unit.only_at = json::small_number(*version, INT64_MAX);
  }
  if (const Value* mark = maybe(value, "mark", Kind::string, kWhat)) {
    unit.mark = decode_mark(mark->text);
    if (!unit.mark) json::fail(*mark, "this is no mark that this version writes");
  }
  return unit;
}

TableName table_name(const Value& object, std::string_view name, std::string_view what) {
  const Value& value = need(object, name, Kind::string, what);
  if (value.text.empty()) json::fail(value, "a table's name is empty");
  return TableName::parse(value.text);
}

TablePlan table_plan_of(const Value& value) {
  constexpr std::string_view kWhat = "a table";
  TablePlan table;
  table.name = table_name(value, "name", kWhat);
  table.state = json::meaning(kPresences, need(value, "state", Kind::string, kWhat), "state");
  table.problem = maybe_text(value, "problem", kWhat);
  table.type_name = maybe_text(value, "type", kWhat);
  table.observed_name = value.find("observed_name") ? table_name(value, "observed_name", kWhat) : table.name;
  table.unmarked = maybe_truth(value, "unmarked", kWhat);
  for (const Value& item : need(value, "unmanaged", Kind::array, kWhat).items) {
    table.unmanaged.push_back({need_text(item, "subject", kWhat), need_text(item, "reason", kWhat)});
  }
  std::size_t steps = 0;
  for (const Value& item : need(value, "units", Kind::array, kWhat).items) {
    table.units.push_back(unit_of(item, steps));
  }
  if (const Value* observed = maybe(value, "observed", Kind::object, kWhat)) {
    table.observed = json::observed_of(*observed);
  } else {
    table.observed.name = table.observed_name;
    table.observed.presence = table.state;
    table.observed.problem = table.problem;
    table.observed.fix = maybe_text(value, "fix", kWhat);
  }
  table.findings = findings_of(value, kWhat);
  if (const Value* names = maybe(value, "depends_on", Kind::array, kWhat)) {
    for (const std::string& name : json::texts_of(*names, "depends_on"))
      table.depends_on.push_back(TableName::parse(name));
  }
  return table;
}

SavedPlan plan_of(const Value& whole) {
  constexpr std::string_view kWhat = "a plan";
  const Value& format = need(whole, "format", Kind::string, kWhat);
  if (format.text != kPlanFormat) {
    json::fail(format, "this is '" + format.text + "', not '" + std::string(kPlanFormat) + "'");
  }
  SavedPlan out;
  Plan& plan = out.plan;
  out.tool = need_text(whole, "tool", kWhat);
  out.checksum = need_text(whole, "checksum", kWhat);
  const Value& registry = need(whole, "registry", Kind::object, kWhat);
  plan.registry_name = need_text(registry, "name", "'registry'");
  plan.registry_fingerprint = need_text(registry, "fingerprint", "'registry'");
  plan.target = need_text(whole, "target", kWhat);
  plan.lake = maybe_text(whole, "lake", kWhat);
  plan.dialect = need_text(whole, "dialect", kWhat);
  plan.rolls_back = maybe_text(whole, "rolls_back", kWhat);
  for (const json::Member& member : need(whole, "variables", Kind::object, kWhat).members) {
    if (member.value.kind != Kind::string) json::fail(member.value, "a variable's value must be a string");
    plan.variables[member.name] = member.value.text;
  }
  for (const Value& item : need(whole, "tables", Kind::array, kWhat).items) plan.tables.push_back(table_plan_of(item));
  for (const Value& item : need(whole, "orphans", Kind::array, kWhat).items) {
    plan.orphans.push_back({need_text(item, "subject", "an orphan"), need_text(item, "reason", "an orphan")});
  }
  plan.notes = json::texts_of(need(whole, "notes", Kind::array, kWhat), "notes");
  plan.findings = findings_of(whole, kWhat);
  return out;
}

}  // namespace

Expected<SavedPlan> plan_from_json(std::string_view text, std::string_view origin) {
  const std::string fix = "make it again: plan --out FILE";
  try {
    const Value whole = json::parse(text);
    SavedPlan plan = plan_of(whole);
    const auto checksum = checksum_of(text);
    if (!checksum || checksum->written != plan.checksum || checksum->computed != plan.checksum) {
      return Error{std::string(origin) + " is not what was written: its checksum differs", fix};
    }
    return plan;
  } catch (const Failure& failure) {
    return Error{json::place(text, failure.offset, origin) + ": " + failure.message, fix};
  }
}

}  // namespace delta
