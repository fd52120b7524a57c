#include "plan/view_planner.hpp"

#include <algorithm>
#include <variant>

#include "delta/sql/tokens.hpp"
#include "diff/change_finding.hpp"
#include "plan/impact.hpp"
#include "plan/policy_scope.hpp"
#include "plan/skip.hpp"
#include "plan/units.hpp"
#include "sql/names.hpp"

namespace delta {
namespace {

/// All that the code says of a view as one aspect: a server shows little more of it than its query.
ManagedMark view_mark(const Table& view, const std::string& registry_name) {
  std::string text = "view";
  const auto add = [&](const std::string& part) { text += '\n' + std::to_string(part.size()) + ':' + part; };
  for (const Column& column : view.columns) {
    add(column.name.text());
    add(column.comment);
  }
  add(view.comment);
  for (const Property& each : view.properties) add(each.key.value + '=' + each.value.value);
  ManagedMark mark;
  mark.registry_hash = name_hash(registry_name);
  mark.table_hash = name_hash(view.name.text());
  mark.aspects = AspectSet{aspect_hash("view", text)};
  return mark;
}

/// What may not be replaced: a table under the view's name, and another registry's view.
void judge_place(const Table& view, TablePlan& plan, const PlanContext& context) {
  const std::string name = view.name.text();
  const SourceSpan& where = view.declared_name.span;
  if (plan.observed.present() && !plan.observed.table.query) {
    plan.findings.push_back(change_finding(rules::kNotDelta, view, where,
                                           name + " is a table on the target, and a view in the code",
                                           "drop or rename the table, or declare the view under another name"));
    return;
  }
  const bool foreign = plan.observed.mark && plan.observed.mark->registry_hash != context.registry_hash;
  if (!foreign || context.options.take_over) return;
  plan.findings.push_back(
      change_finding(rules::kForeignMark, view, where, "another registry manages " + name,
                     "declare it in one registry only; if it has moved here, plan with --take-over"));
}

/// A view, and the names in its query.
struct Reader {
  std::string name;
  std::vector<sql::NameChain> chains;
};

/// What a step takes away: the whole table, or one of its columns.
struct Loss {
  bool whole = false;
  Identifier column;
};

std::optional<Loss> loss_of(const Action& action) {
  if (std::holds_alternative<action::DropTable>(action) || std::holds_alternative<action::RenameTable>(action))
    return Loss{true, {}};
  if (const auto* drop = std::get_if<action::DropColumn>(&action)) return Loss{false, drop->path.last()};
  if (const auto* rename = std::get_if<action::RenameColumn>(&action)) return Loss{false, rename->from.last()};
  return std::nullopt;
}

std::vector<Reader> standing_views(const std::vector<TablePlan>& tables, const std::vector<ObservedTable>& others) {
  std::vector<Reader> readers;
  const auto add = [&](const ObservedTable& view) {
    if (view.present() && view.table.query)
      readers.push_back({view.name.text(), sql::name_chains(view.table.query->value)});
  };
  for (const ObservedTable& other : others) add(other);
  for (const TablePlan& table : tables) {
    if (table.units.empty()) add(table.observed);
  }
  return readers;
}

}  // namespace

void plan_view(const Table& view, const PlanContext& context, TablePlan& plan) {
  if (!context.capabilities.validates_rows) return;  // no engine, no views
  const Scope scope = scope_of(context.options.policy, view.name.text());
  if (!makes_tables(scope)) {
    plan.unmanaged.push_back({"the view", "scope " + std::string(scope_word(scope))});
    return;
  }
  judge_place(view, plan, context);
  if (plan.findings.size() > 1) sort_findings(plan.findings);
  if (has_error(plan.findings)) return;

  const ManagedMark mark = view_mark(view, context.registry_name);
  const bool there = plan.observed.present();
  const bool marks = context.options.marks;
  plan.unmarked = there && !plan.observed.mark && marks;
  const bool same_query = there && sql::same_expression(plan.observed.table.query->value, view.query->value);
  const bool same_mark = plan.unmarked || !marks ? !context.options.adopt : there && *plan.observed.mark == mark;
  if (same_query && same_mark) return;

  std::vector<Step> steps;
  if (!there && !plan.observed.namespace_exists) {
    steps.push_back(make_step(action::CreateSchema{view.name.name_space()}, "create-schema", view.declared_name.span));
  }
  const bool schema = !steps.empty();
  steps.push_back(make_step(action::CreateView{view, there}, "", view.query->span));
  if (schema) steps.back().needs = {0};
  skip_what_may_not_run(steps, context.options, view.name.text());
  MarkToWrite write;
  if (marks) write.parts = MarkParts{mark, nullptr, {}};
  plan.units = make_units(std::move(steps), plan.observed, write, context.capabilities, context.dialect);
  for (const sql::NameChain& chain : sql::name_chains(view.query->value)) {
    if (chain.parts.size() > 1) plan.depends_on.emplace_back(chain.parts);
  }
}

void find_broken_views(std::vector<TablePlan>& tables, const std::vector<ObservedTable>& others) {
  std::optional<std::vector<Reader>> views;
  for (TablePlan& table : tables) {
    for (Unit& unit : table.units) {
      for (Step& step : unit.steps) {
        const auto loss = loss_of(step.action);
        if (!loss) continue;
        if (!views) views = standing_views(tables, others);
        for (const Reader& view : *views) {
          if (!sql::names_table(view.chains, table.observed_name)) continue;
          if (loss->whole || sql::names_column(view.chains, loss->column)) step.impact.views.push_back(view.name);
        }
        std::sort(step.impact.views.begin(), step.impact.views.end());
      }
    }
  }
}

}  // namespace delta
