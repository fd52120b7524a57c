#include "plan/table_planner.hpp"

#include <algorithm>
#include <iterator>

#include "delta/model/features.hpp"
#include "delta/sql/render.hpp"
#include "diff/change_finding.hpp"
#include "diff/rename_cycles.hpp"
#include "plan/alter_steps.hpp"
#include "plan/impact.hpp"
#include "plan/judge.hpp"
#include "plan/policy_scope.hpp"
#include "plan/skip.hpp"
#include "plan/units.hpp"

namespace delta {
namespace {

void append(Findings& to, Findings from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// What a target that stores neither keys nor tags holds of a declared table.
Table without_keys_and_tags(const Table& desired) {
  Table table = desired;
  table.primary_key.reset();
  table.unique.clear();
  table.foreign_keys.clear();
  table.tags.clear();
  for (Column& column : table.columns) column.tags.clear();
  return table;
}

class DeclaredPlanner {
 public:
  DeclaredPlanner(const Table& desired, bool renamed, Scope scope, const PlanContext& context, TablePlan& plan)
      : desired_(desired), renamed_(renamed), scope_(scope), context_(context), plan_(plan) {}

  void run() {
    if (plan_.observed.present()) {
      alter();
    } else {
      create();
    }
    if (plan_.findings.size() > 1) sort_findings(plan_.findings);
    if (has_error(plan_.findings)) plan_.units.clear();
    if (plan_.units.empty()) return;
    for (const ForeignKey& key : desired_.foreign_keys) {
      if (!key.target.empty()) plan_.depends_on.push_back(key.target);
    }
    if (!turn_) return;
    for (const TableName& first : turn_->after) {
      const auto& all = plan_.depends_on;
      if (std::find(all.begin(), all.end(), first) == all.end()) plan_.depends_on.push_back(first);
    }
  }

 private:
  const std::string& name() {
    if (name_.empty()) name_ = desired_.name.text();
    return name_;
  }

  void create() {
    append(plan_.findings, judge_creation(desired_, context_.capabilities));
    if (has_error(plan_.findings)) return;
    action::CreateTable create{context_.keys != nullptr ? desired_ : without_keys_and_tags(desired_), {}};
    // Its columns are born with the names that they trade for.
    if (std::string renames = declared_renames(desired_); !renames.empty()) {
      create.table.properties.push_back({std::string(kRenamesKey), std::move(renames)});
    }
    const auto features = required_features(desired_);
    create.features.assign(features.begin(), features.end());
    std::vector<Check> checks;
    std::vector<LocatedText> clustering;
    if (!context_.capabilities.atomic_table_commit) {
      checks.swap(create.table.checks);
      if (sql::hides_clustering(create.table) && !chooses_clustering(desired_))
        clustering.swap(create.table.cluster_by);
    }
    const LaterParts later = take_later_parts(create.table);
    std::vector<Step> steps;
    if (!plan_.observed.namespace_exists) {
      const TableName schema = desired_.name.name_space();
      steps.push_back(make_step(action::CreateSchema{schema}, "create-schema", desired_.declared_name.span));
    }
    const std::size_t table = steps.size();
    steps.push_back(make_step(std::move(create), "", desired_.declared_name.span));
    if (table > 0) steps.back().needs = {0};
    if (!clustering.empty()) {
      std::vector<std::string> columns;
      for (const LocatedText& column : clustering) columns.push_back(column.value);
      steps.push_back(make_step(action::SetClustering{std::move(columns), {}, false}, "", clustering.front().span));
      steps.back().needs = {table};
    }
    for (const Check& check : checks) {
      steps.push_back(make_step(action::AddCheck{check.name.value, check.expression.value}, "", check.name.span));
      steps.back().needs = {table};
    }
    for (const Action& part : later.tags) {
      steps.push_back(make_step(part, "", desired_.declared_name.span));
      steps.back().needs = {table};
    }
    for (const ForeignKey& key : later.foreign_keys) {
      steps.push_back(make_step(action::AddForeignKey{{}, key}, "", key.span));
      steps.back().needs = {table};
    }
    for (Step& step : steps) expect_no_rows(step);
    skip_what_may_not_run(steps, context_.options, name());
    plan_.units = make_units(std::move(steps), plan_.observed, mark_to_write({}, nullptr, false), context_.capabilities,
                             context_.dialect);
  }

  /// The mark that holds for the table, if any; another registry's is a finding or, taken over, none.
  const std::optional<ManagedMark>& accepted_mark() {
    static const std::optional<ManagedMark> kNone;
    const std::optional<ManagedMark>& mark = plan_.observed.mark;
    if (scope_ == Scope::none) return mark;  // whoever manages it
    if (!bears_own_mark(plan_.observed, desired_)) {
      plan_.unmarked = context_.options.marks;
      return kNone;
    }
    if (mark->registry_hash == context_.registry_hash) return mark;
    if (context_.options.take_over) {
      taken_over_ = true;
      return kNone;
    }
    foreign_ = true;
    plan_.findings.push_back(
        change_finding(rules::kForeignMark, desired_, desired_.declared_name.span, "another registry manages " + name(),
                       "declare it in one registry only; if it has moved here, plan with --take-over"));
    return mark;
  }

  void alter() {
    const std::optional<ManagedMark>& mark = accepted_mark();
    if (foreign_) return;
    if (!context_.capabilities.stores_keys) plan_.observed.blind.insert(Aspect::keys);
    if (!context_.capabilities.stores_tags) plan_.observed.blind.insert(Aspect::tags);
    if (context_.keys != nullptr) turn_ = context_.keys->at_its_turn(plan_.observed);
    const ObservedTable& observed = turn_ ? turn_->observed : plan_.observed;
    Diff found = diff(desired_, observed, mark);
    keep_within_scope(found, observed, scope_);
    plan_.unmanaged = std::move(found.unmanaged);
    if (!found.findings.empty()) append(plan_.findings, std::move(found.findings));
    // A table that somebody else renamed, or whose rename was the last thing done, still remembers its earlier name.
    const bool remembers_earlier =
        mark && !desired_.renamed_from.empty() && mark->table_hash != name_hash(desired_.name.text());
    const bool mark_alone = context_.options.marks && scope_ != Scope::none &&
                            ((context_.options.adopt && plan_.unmarked) || taken_over_ || remembers_earlier);
    if (found.changes.empty() && !renamed_ && !mark_alone) return;

    Alteration alteration(desired_, observed, context_.capabilities, found.changes);
    alteration.backfills = may_run(context_.options, "backfill", name());
    if (context_.keys != nullptr) {
      alteration.keys = find_key_changes(observed, desired_.name, found.changes, alteration.renames, *context_.keys);
    }
    append(plan_.findings, judge(alteration));
    if (renamed_) judge_rename();
    if (has_error(plan_.findings)) return;
    std::vector<Step> steps = all_steps(alteration);
    append(plan_.findings, judge_statistics(alteration, steps));
    if (has_error(plan_.findings)) return;
    if (!observed.may_have_rows) {
      for (Step& step : steps) expect_no_rows(step);
    }
    skip_what_may_not_run(steps, context_.options, name());
    plan_.units =
        make_units(std::move(steps), observed, mark_to_write(alteration.renames, mark ? &*mark : nullptr, mark_alone),
                   context_.capabilities, context_.dialect);
  }

  /// What no CREATE TABLE takes: tags, and references to the table itself or in a circle.
  struct LaterParts {
    std::vector<Action> tags;
    std::vector<ForeignKey> foreign_keys;
  };

  LaterParts take_later_parts(Table& table) const {
    LaterParts later;
    if (context_.keys == nullptr) return later;
    const auto take_tags = [&](auto& tags, const ColumnPath& path) {
      for (Property& tag : tags)
        later.tags.push_back(action::SetTag{path, tag.key.value, tag.value.value, std::nullopt});
      tags.clear();
    };
    take_tags(table.tags, {});
    for (Column& column : table.columns) take_tags(column.tags, column.name);
    std::erase_if(table.foreign_keys, [&](ForeignKey& key) {
      if (!context_.keys->comes_later(table, key)) return false;
      later.foreign_keys.push_back(key);
      return true;
    });
    return later;
  }

  ManagedMark declared() const {
    const Capabilities& can = context_.capabilities;
    return mark_in_scope(declared_mark(desired_, context_.registry_name, can.stores_keys, can.stores_tags), desired_,
                         scope_);
  }

  MarkToWrite mark_to_write(std::vector<change::ColumnRenamed> renames, const ManagedMark* before, bool alone) const {
    if (!context_.options.marks) return {};
    return {MarkParts{declared(), before, std::move(renames)}, alone};
  }

  void judge_rename() {
    if (plan_.observed_name.name_space() == desired_.name.name_space()) return;
    plan_.findings.push_back(change_finding(
        rules::kTableRenameAcrossNamespaces, desired_, desired_.declared_name.span,
        name() + " is renamed from " + plan_.observed_name.text() + ", and a table cannot leave its schema",
        "copy it with an engine, or keep it in " + plan_.observed_name.name_space().text()));
  }

  std::vector<Step> all_steps(const Alteration& alteration) {
    std::vector<Step> steps;
    if (renamed_) {
      steps.push_back(make_step(action::RenameTable{plan_.observed_name, desired_.name}, "rename-table",
                                desired_.declared_name.span));
    }
    const bool renamed = !steps.empty();
    for (Step& step : alter_steps(alteration, steps.size())) {
      if (renamed) step.needs.insert(step.needs.begin(), 0);
      steps.push_back(std::move(step));
    }
    return steps;
  }

  const Table& desired_;
  bool renamed_;
  Scope scope_;
  const PlanContext& context_;
  TablePlan& plan_;
  std::string name_;
  bool taken_over_ = false;
  bool foreign_ = false;  // another registry's
  std::optional<KeyIndex::Turn> turn_;
};

/// A table that its scope has others make, or rename: said, and nothing planned.
bool leave_alone(Scope scope, bool renamed, TablePlan& plan) {
  const std::string reason = "scope " + std::string(scope_word(scope));
  if (!plan.observed.present() && !makes_tables(scope)) {
    plan.unmanaged.push_back({"the table", "declared, not there; " + reason});
    return true;
  }
  if (!renamed || ends_tables(scope)) return false;
  plan.unmanaged.push_back({"the table", "to be renamed from " + plan.observed_name.text() + "; " + reason});
  return true;
}

}  // namespace

bool bears_own_mark(const ObservedTable& observed, const Table& desired) {
  if (!observed.mark) return false;
  const std::uint64_t hash = observed.mark->table_hash;
  if (hash == name_hash(desired.name.text())) return true;
  return std::any_of(desired.renamed_from.begin(), desired.renamed_from.end(),
                     [&](const LocatedText& earlier) { return hash == name_hash(earlier.value); });
}

void plan_declared(const Table& desired, bool renamed, const PlanContext& context, TablePlan& plan) {
  const Scope scope = scope_of(context.options.policy, desired.name.text());
  if (leave_alone(scope, renamed, plan)) return;
  std::optional<Table> stored;
  if (context.keys != nullptr) stored = context.keys->stored(desired, plan.observed);
  if (scope == Scope::columns && !plan.observed.present()) stored = part_in_scope(stored ? *stored : desired, scope);
  DeclaredPlanner(stored ? *stored : desired, renamed, scope, context, plan).run();
}

void plan_tombstone(const Tombstone& tombstone, const PlanContext& context, TablePlan& plan) {
  const auto& mark = plan.observed.mark;
  const bool own_mark = mark && mark->table_hash == name_hash(tombstone.name.text());
  if (own_mark && mark->registry_hash != context.registry_hash && !context.options.take_over) {
    Table named;
    named.name = tombstone.name;
    plan.findings.push_back(
        change_finding(rules::kForeignMark, named, tombstone.declared_name.span,
                       "another registry manages " + tombstone.name.text() + ", which is to be dropped",
                       "take DELTA_DROPPED away; if the table has moved here, plan with --take-over"));
    return;
  }
  if (const Scope scope = scope_of(context.options.policy, tombstone.name.text()); !ends_tables(scope)) {
    plan.unmanaged.push_back({"the table", "dropped in the code; scope " + std::string(scope_word(scope))});
    return;
  }
  std::vector<Step> steps;
  Action drop = action::DropTable{tombstone.name};
  if (plan.observed.table.query) drop = action::DropView{tombstone.name};
  steps.push_back(make_step(std::move(drop), "drop-table", tombstone.declared_name.span));
  skip_what_may_not_run(steps, context.options, tombstone.name.text());
  plan.units = make_units(std::move(steps), plan.observed, {}, context.capabilities, context.dialect);
}

void plan_unreadable(const SourceSpan& declared, TablePlan& plan) {
  const rules::RuleInfo* rule = rules::find_rule(plan.observed.code);
  if (plan.observed.code == 0 || rule == nullptr) {
    rule = plan.state == Presence::failed ? &rules::kUnreadable : &rules::kNotVisible;
  }
  if (plan.observed.fix.empty()) {
    plan.observed.fix = plan.state == Presence::failed ? "plan again once the target can read it"
                                                       : "ask for the right to see it, and plan again";
  }
  Finding& found = plan.findings.emplace_back(rules::finding(*rule, declared, plan.problem, plan.observed.fix));
  found.table = plan.name.text();
  sort_findings(plan.findings);
}

}  // namespace delta
