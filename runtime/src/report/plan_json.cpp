#include "delta/report/plan_json.hpp"

#include <algorithm>

#include "catalog/observed_json.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/report/diagnostics.hpp"
#include "execute/held_up.hpp"
#include "plan/action_json.hpp"
#include "report/json_parts.hpp"
#include "report/plan_checksum.hpp"

namespace delta {
namespace {

using json::Indented;

/// What another writer of ours wrote.
void write_part(Indented& out, const std::string& written) { out.value(json::parse(written)); }

std::string_view state_text(Presence state) {
  for (const auto& [value, word] : kPresences) {
    if (value == state) return word;
  }
  return "failed";
}

void write_impact(Indented& out, const Impact& impact) {
  out.known("impact", impact.text);
  out.member("one_way", impact.one_way);
  out.member("destructive", impact.destructive);
  std::vector<std::string> effects;
  for (const auto& [effect, word] : kImpactEffects) {
    if (impact.*effect) effects.emplace_back(word);
  }
  if (!effects.empty()) out.member("effects", effects);
  if (!impact.views.empty()) out.member("breaks_views", impact.views);
  if (impact.seconds > 0) out.member("estimated_seconds", impact.seconds);
}

void write_step(Indented& out, const Step& step) {
  out.open('{');
  out.member("action", action_name(step.action));
  out.member("subject", action_subject(step.action));
  out.member("kind", step.permission);
  out.member("skipped", step.skipped);
  out.known("skip_reason", step.skip_reason);
  out.flag("forbidden", step.forbidden);
  if (!step.needs.empty()) {
    out.list("needs", step.needs, [](Indented& list, std::size_t place) { list.value(place); });
  }
  write_impact(out, step.impact);
  out.flag("serves", step.serves);
  if (step.span.known()) write_place(out, "at", step.span);
  out.key("with");
  write_part(out, to_json(step.action));
  out.close('}');
}

void write_unit(Indented& out, const Unit& unit) {
  out.open('{');
  out.member("before", unit.before);
  out.member("after", unit.after);
  out.member("statements", unit.statements);
  out.list("steps", unit.steps, write_step);
  if (unit.only_at) out.member("only_at", *unit.only_at);
  if (unit.mark) {
    out.member("writes_mark", true);
    out.member("mark", encode(*unit.mark));
  }
  out.close('}');
}

/// A thing and why it is listed: what nobody manages, and orphans.
template <class Listed>
void write_reason(Indented& out, const Listed& each) {
  out.open('{');
  out.member("subject", each.subject);
  out.member("reason", each.reason);
  out.close('}');
}

/// Order is not a difference, and must be none between two plans.
ObservedTable sorted(ObservedTable observed) {
  std::ranges::sort(observed.table.columns, {}, &Column::name);
  std::ranges::sort(observed.table.properties, {}, [](const Property& each) { return each.key.value; });
  std::ranges::sort(observed.table.checks, {}, [](const Check& each) { return Identifier(each.name.value); });
  return observed;
}

/// `held`: what the table waits for in vain, or nullptr.
void write_table(Indented& out, const TablePlan& table, const HeldUp* held) {
  out.open('{');
  out.member("name", table.name.text());
  out.member("state", state_text(table.state));
  out.known("type", table.type_name);
  out.known("problem", table.problem);
  out.known("fix", table.observed.fix);
  if (table.state == Presence::present && table.observed_name != table.name) {
    out.member("observed_name", table.observed_name.text());
  }
  out.flag("unmarked", table.unmarked);
  out.list("unmanaged", table.unmanaged, write_reason<Unmanaged>);
  out.list("units", table.units, write_unit);
  if (!table.units.empty() && table.observed.present()) {
    out.key("observed");
    write_part(out, to_json(sorted(table.observed)));
  }
  write_findings(out, table.findings);
  if (!table.depends_on.empty()) {
    out.list("depends_on", table.depends_on, [](Indented& list, const TableName& name) { list.value(name.text()); });
  }
  if (held != nullptr) {
    out.key("held_up");
    out.open('{');
    out.member("by", held->by.text());
    out.member("reason", held->reason);
    out.close('}');
  }
  out.close('}');
}

}  // namespace

void write_place(Indented& out, std::string_view name, const SourceSpan& span) {
  out.key(name);
  out.open('{');
  out.member("file", span.file.text());
  out.member("line", span.line);
  out.member("column", span.column);
  out.member("length", span.length);
  out.close('}');
}

void write_findings(Indented& out, const Findings& findings) {
  out.list("findings", findings, [](Indented& list, const Finding& finding) { write_part(list, to_json(finding)); });
}

void write_plan(Indented& out, const Plan& plan, bool known) {
  out.open('{');
  out.member("format", kPlanFormat);
  out.member("tool", DELTA_RUNTIME_VERSION);
  out.member("in_sync", known && plan.in_sync());
  out.key("registry");
  out.open('{');
  out.member("name", plan.registry_name);
  out.member("fingerprint", plan.registry_fingerprint);
  out.close('}');
  out.member("target", plan.target);
  out.known("lake", plan.lake);
  out.member("dialect", plan.dialect);
  out.key("variables");
  out.open('{');
  for (const auto& [name, value] : plan.variables) out.member(name, value);
  out.close('}');
  out.known("rolls_back", plan.rolls_back);
  const std::map<std::size_t, HeldUp> waiting = held_up(plan);
  out.list("tables", plan.tables, [&](Indented& list, const TablePlan& table) {
    const auto held = waiting.find(static_cast<std::size_t>(&table - plan.tables.data()));
    write_table(list, table, held == waiting.end() ? nullptr : &held->second);
  });
  out.list("orphans", plan.orphans, write_reason<Orphan>);
  out.member("notes", plan.notes);
  write_findings(out, plan.findings);
  out.close('}');
}

std::string to_json(const Plan& plan) {
  Indented out;
  write_plan(out, plan);
  return with_checksum(out.take());
}

}  // namespace delta
