#include "delta/plan/planner.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <unordered_map>

#include "delta/rules/check.hpp"
#include "delta/rules/rule.hpp"
#include "diff/change_finding.hpp"
#include "plan/early_references.hpp"
#include "plan/order.hpp"
#include "plan/policy_scope.hpp"
#include "plan/schema_creation.hpp"
#include "plan/table_planner.hpp"
#include "plan/view_planner.hpp"
#include "rules/table_check.hpp"

namespace delta {
namespace {

std::string key_of(const TableName& name) { return fold_case(name.text()); }
std::string key_of(const LocatedText& name) { return fold_case(name.value); }

class Planner {
 public:
  Planner(const Registry& registry, std::vector<ObservedTable>& observed, const Capabilities& capabilities,
          const PlanOptions& options)
      : registry_(registry),
        observed_(observed),
        names_(observed.size()),
        taken_(observed.size()),
        context_{registry.name, name_hash(registry.name), capabilities, options,
                 sql::dialect_or_newest_spark(capabilities.dialect)},
        rules_(registry, rules::Stage::plan, &context_.dialect),
        judged_(registry.tables.size()) {
    for (std::size_t i = 0; i < observed_.size(); ++i) names_[i] = &observed_[i].name;
  }

  Plan run(const std::vector<ObservedTable>& others) {
    plan_.registry_name = registry_.name;
    plan_.target = context_.capabilities.target;
    plan_.lake = context_.capabilities.lake;
    plan_.dialect = context_.capabilities.dialect;
    plan_.variables = registry_.variables;
    keep_errors(rules_.across());
    check_earlier_names();
    find_sources();
    index_keys();
    plan_.tables.reserve(registry_.tables.size() + registry_.tombstones.size());
    for (const Table& table : registry_.tables) {
      if (!chosen(table.name)) continue;
      plan_table(table);
      judge_by_policy(plan_.tables.back(), &table, table.declared_name.span);
      see_what_is_stored(table);
      see_what_is_hidden(plan_.tables.back());
    }
    for (const Tombstone& tombstone : registry_.tombstones) {
      if (!chosen(tombstone.name)) continue;
      const std::size_t before = plan_.tables.size();
      plan_tombstoned(tombstone);
      if (plan_.tables.size() > before) judge_by_policy(plan_.tables.back(), nullptr, tombstone.declared_name.span);
    }
    order_tables(plan_.tables);
    keep_first_schema_creations(plan_.tables);
    move_early_references(plan_.tables);
    find_broken_views(plan_.tables, others);
    find_orphans(others);
    if (const std::string& caveat = context_.capabilities.caveat; !caveat.empty()) plan_.notes.push_back(caveat);
    note_what_is_not_stored();
    note_what_is_hidden();
    apply_severities(context_.options.policy, plan_.findings);
    sort_findings(plan_.findings);
    return std::move(plan_);
  }

 private:
  bool chosen(const TableName& name) const {
    return context_.options.tables == "*" || glob_match(context_.options.tables, name.text());
  }

  /// What the policy says to a table's declaration and to what is to be done to it.
  void judge_by_policy(TablePlan& plan, const Table* declared, const SourceSpan& where) {
    const Policy& policy = context_.options.policy;
    Findings found = judge_steps(policy, plan, where);
    if (declared != nullptr) {
      for (Finding& each : judge_conventions(policy, *declared)) found.push_back(std::move(each));
    }
    if (found.empty() && policy.severities.empty()) return;
    for (Finding& each : found) plan.findings.push_back(std::move(each));
    apply_severities(policy, plan.findings);
    sort_findings(plan.findings);
    if (has_error(plan.findings)) plan.units.clear();
  }

  /// Errors only: what is merely doubtful was said when the code was compiled and linked, unless a policy asks for it.
  void keep_errors(Findings found) {
    for (Finding& each : found) {
      if (each.severity != Severity::error && !policy_asks_for(context_.options.policy, each.code)) continue;
      Findings& all = each.table.empty() ? plan_.findings : findings_[fold_case(each.table)];
      all.push_back(std::move(each));
    }
  }

  /// Its findings, those of the rules on one table by itself among them.
  Findings judged(const Table& table) {
    const auto place = static_cast<std::size_t>(&table - registry_.tables.data());
    if (!judged_[place]) {
      judged_[place] = true;
      Findings found;
      rules_.table(table, found);
      keep_errors(std::move(found));
    }
    Findings all = findings_of(table.name);
    if (all.size() > 1) sort_findings(all);
    return all;
  }

  /// Observations come in the order of the names, and so do declared tables: the next one is nearly always it.
  ObservedTable* find(const TableName& name) {
    if (next_ < observed_.size() && *names_[next_] == name) return &observed_[next_++];
    if (by_name_.empty()) {
      for (std::size_t i = 0; i < observed_.size(); ++i) by_name_.emplace(key_of(*names_[i]), i);
    }
    const auto found = by_name_.find(key_of(name));
    if (found == by_name_.end()) return nullptr;
    next_ = found->second + 1;
    return &observed_[found->second];
  }

  ObservedTable* find(const LocatedText& name) { return find(TableName::parse(name.value)); }

  /// A rule finds fault with one of two declarations that contradict each other, but neither may run.
  void check_earlier_names() {
    std::unordered_map<std::string, std::vector<std::pair<const Table*, const LocatedText*>>> claims;
    for (const Table& table : registry_.tables) {
      for (const LocatedText& earlier : table.renamed_from) claims[key_of(earlier)].emplace_back(&table, &earlier);
    }
    if (claims.empty()) return;
    for (const auto& [name, claimants] : claims) {
      for (const auto& [table, earlier] : claimants) {
        const auto other = std::find_if(claimants.begin(), claimants.end(),
                                        [mine = table](const auto& each) { return each.first != mine; });
        if (other == claimants.end()) continue;
        Findings& own = findings_[key_of(table->name)];
        if (std::any_of(own.begin(), own.end(),
                        [](const Finding& each) { return each.code == rules::kTableRenamedFrom.code; }))
          continue;
        own.push_back(change_finding(
            rules::kTableRenamedFrom, *table, earlier->span,
            table->name.text() + " is renamed from " + earlier->value + ", and so is " + other->first->name.text(),
            "remove one of the two"));
      }
    }
    for (const Tombstone& tombstone : registry_.tombstones) {
      const auto used = claims.find(key_of(tombstone.name));
      if (used == claims.end()) continue;
      Table named;
      named.name = tombstone.name;
      findings_[key_of(tombstone.name)].push_back(change_finding(
          rules::kTableRenamedFrom, named, tombstone.declared_name.span,
          tombstone.name.text() + " is dropped, and " + used->second.front().first->name.text() + " is renamed from it",
          "remove one of the two"));
    }
  }

  /// Which absent tables are there under an earlier name. What contradicts another declaration is left out, so no two
  /// tables have one source, and no source is declared or dropped itself.
  void find_sources() {
    for (const Table& table : registry_.tables) {
      if (table.renamed_from.empty() || has_error(judged(table))) continue;
      const ObservedTable* own = find(table.name);
      if (own == nullptr || own->presence != Presence::absent) continue;
      std::vector<ObservedTable*> sources;
      for (const LocatedText& earlier : table.renamed_from) {
        ObservedTable* there = find(earlier);
        if (there != nullptr && there->present()) sources.push_back(there);
      }
      // None: a new table. Several: a finding.
      if (sources.size() == 1) source_[&table] = sources.front();
    }
    next_ = 0;
  }

  /// Where keys or tags are stored, the plan of a table depends on what the others declare.
  void index_keys() {
    if (!context_.capabilities.stores_keys && !context_.capabilities.stores_tags) return;
    std::vector<KeyIndex::Entry> entries;
    static const ObservedTable kNowhere;
    for (const Table& table : registry_.tables) {
      const auto source = source_.find(&table);
      const ObservedTable* there = source != source_.end() ? source->second : find(table.name);
      const Scope scope = scope_of(context_.options.policy, table.name.text());
      // What others manage of a table is no change of its plan.
      const Table* managed = scope == Scope::columns ? &scoped_.emplace_back(part_in_scope(table, scope)) : &table;
      const bool planned = chosen(table.name) && scope != Scope::none;
      entries.push_back({managed, there != nullptr ? there : &kNowhere, planned});
    }
    next_ = 0;
    keys_.emplace(context_.capabilities, entries);
    context_.keys = &*keys_;
  }

  /// A copy: several declarations may have one name once the variables are filled.
  Findings findings_of(const TableName& name) const {
    if (findings_.empty()) return {};
    const auto found = findings_.find(key_of(name));
    return found == findings_.end() ? Findings{} : found->second;
  }

  std::size_t place_of(const ObservedTable& observed) const {
    return static_cast<std::size_t>(&observed - observed_.data());
  }

  bool taken(const ObservedTable& observed) const { return taken_[place_of(observed)]; }

  /// The next plan. `run` has made room for all of them: none is moved while tables are planned.
  TablePlan& begin(const TableName& name, const std::string& type_name, Findings findings) {
    TablePlan& plan = plan_.tables.emplace_back();
    plan.name = name;
    plan.type_name = type_name;
    plan.findings = std::move(findings);
    return plan;
  }

  /// Each observation goes into one table's plan.
  void take(ObservedTable& observed, TablePlan& plan) {
    const std::size_t place = place_of(observed);
    taken_[place] = true;
    plan.observed = std::move(observed);
    names_[place] = &plan.observed.name;  // what `find` goes by
    see(plan);
  }

  /// What the plan says of its own of what was observed.
  static void see(TablePlan& plan) {
    plan.observed_name = plan.observed.name.empty() ? plan.name : plan.observed.name;
    plan.state = plan.observed.presence;
    plan.problem = plan.observed.problem;
  }

  /// Nothing of it may run.
  static void refuse(TablePlan& plan) {
    plan.observed.name = plan.name;
    plan.observed_name = plan.name;
  }

  static void not_readable(const SourceSpan& declared, ObservedTable unread, TablePlan& plan) {
    plan.observed = std::move(unread);
    see(plan);
    plan_unreadable(declared, plan);
  }

  void plan_table(const Table& table) {
    Findings findings = judged(table);
    TablePlan& plan = begin(table.name, table.type_name, std::move(findings));
    const SourceSpan& declared = table.declared_name.span;
    ObservedTable* own = find(table.name);
    if (own != nullptr && taken(*own)) return refuse(plan);  // declared twice, which is an error that both have
    if (const auto source = source_.find(&table); source != source_.end()) {
      take(*source->second, plan);
      return plan_declared(table, true, context_, plan);
    }
    if (own == nullptr) return not_readable(declared, unread(table.name), plan);
    if (own->unread()) {
      take(*own, plan);
      return plan_unreadable(declared, plan);
    }
    if (table.query) {
      take(*own, plan);
      return plan_view(table, context_, plan);
    }
    if (own->table.query) {
      plan.findings.push_back(change_finding(rules::kNotDelta, table, declared,
                                             table.name.text() + " is a view on the target, and a table in the code",
                                             "drop or rename the view, or declare the table under another name"));
      taken_[place_of(*own)] = true;
      return refuse(plan);
    }
    if (!table.renamed_from.empty() && !has_error(plan.findings)) {
      if (const ObservedTable* problem = unsure_source(table, *own)) {
        ObservedTable unsure = unread_table(
            table.name, problem->presence,
            {"its earlier name " + problem->name.text() + ": " + problem->problem, problem->fix}, problem->code);
        return not_readable(table.renamed_from.front().span, std::move(unsure), plan);
      }
      ambiguous_sources(table, *own, plan.findings);
    }
    take(*own, plan);
    plan_declared(table, false, context_, plan);
  }

  static ObservedTable unread(const TableName& name) {
    return unread_table(name, Presence::not_visible, {"the target gave no answer for this table", "plan again"});
  }

  /// An absent table whose earlier name cannot be read may be there under it.
  const ObservedTable* unsure_source(const Table& table, const ObservedTable& own) {
    if (own.present()) return nullptr;
    for (const LocatedText& earlier : table.renamed_from) {
      const ObservedTable* there = find(earlier);
      if (there != nullptr && there->unread()) return there;
    }
    return nullptr;
  }

  void ambiguous_sources(const Table& table, const ObservedTable& own, Findings& findings) {
    for (const LocatedText& earlier : table.renamed_from) {
      const ObservedTable* there = find(earlier);
      if (there == nullptr || !there->present()) continue;
      findings.push_back(change_finding(
          rules::kTableRenameAmbiguous, table, earlier.span,
          own.present() ? table.name.text() + " is renamed from " + earlier.value + ", and the target has both"
                        : table.name.text() + " is renamed from " + earlier.value +
                              " and from others, and the target has several",
          "copy what is needed out of the old table, and drop it with DELTA_DROPPED(\"" + earlier.value + "\")"));
    }
  }

  void plan_tombstoned(const Tombstone& tombstone) {
    ObservedTable* there = find(tombstone.name);
    // Declared too, which is an error that the declared one shows; or dropped twice, of which one is enough.
    if (there != nullptr && taken(*there)) return;
    Findings findings = findings_of(tombstone.name);
    const bool refused = has_error(findings);
    if (!refused && there != nullptr && there->presence == Presence::absent) return;
    TablePlan& plan = begin(tombstone.name, "", refused ? std::move(findings) : Findings{});
    const SourceSpan& dropped = tombstone.declared_name.span;
    if (refused) {
      if (there != nullptr) taken_[place_of(*there)] = true;
      return refuse(plan);
    }
    if (there == nullptr) return not_readable(dropped, unread(tombstone.name), plan);
    take(*there, plan);
    if (!plan.observed.present()) return plan_unreadable(dropped, plan);
    plan_tombstone(tombstone, context_, plan);
  }

  void find_orphans(const std::vector<ObservedTable>& others) {
    for (const ObservedTable& other : others) {
      const auto& mark = other.mark;
      if (!mark || mark->registry_hash != context_.registry_hash || !chosen(other.name)) continue;
      const std::string name = other.name.text();
      if (mark->table_hash != name_hash(name)) continue;  // a copy
      plan_.orphans.push_back(
          {name, "was declared by " + registry_.name + " and is no more; DELTA_DROPPED(\"" + name + "\") drops it"});
    }
    std::sort(plan_.orphans.begin(), plan_.orphans.end(),
              [](const Orphan& a, const Orphan& b) { return a.subject < b.subject; });
  }

  /// Looked at right after a table was compared, while it is at hand.
  void see_what_is_stored(const Table& table) {
    views_ = views_ || table.query.has_value();
    unique_ = unique_ || !table.unique.empty();
    has_keys_ = has_keys_ || table.primary_key || !table.foreign_keys.empty();
    has_tags_ = has_tags_ || !table.tags.empty() ||
                std::any_of(table.columns.begin(), table.columns.end(),
                            [](const Column& column) { return !column.tags.empty(); });
  }

  /// A script for an engine is made from what a target shows that has no keys.
  void see_what_is_hidden(const TablePlan& table) {
    const auto& blind = table.observed.blind;
    if (!table.observed.present()) return;
    keys_hidden_ = keys_hidden_ || (context_.capabilities.stores_keys && blind.contains(Aspect::keys));
    tags_hidden_ = tags_hidden_ || (context_.capabilities.stores_tags && blind.contains(Aspect::tags));
  }

  void note_what_is_hidden() {
    const bool keys = keys_hidden_ && has_keys_;
    const bool tags = tags_hidden_ && has_tags_;
    if (!keys && !tags) return;
    const std::string what = keys && tags ? "keys and tags" : keys ? "keys" : "tags";
    plan_.notes.push_back(what +
                          " of tables that exist are left as they are: the target that was read does not show them");
  }

  void note_what_is_not_stored() {
    if (views_ && !context_.capabilities.validates_rows)
      plan_.notes.push_back("views live in the registry only: this target has no engine that could answer them");
    const bool keys = (has_keys_ || unique_) && !context_.capabilities.stores_keys;
    const bool tags = has_tags_ && !context_.capabilities.stores_tags;
    const bool unique = unique_ && !keys;
    if (!keys && !tags && !unique) return;
    const std::string what = keys && tags ? "keys, UNIQUE and tags"
                             : keys       ? "keys and UNIQUE"
                             : tags       ? "tags"
                                          : "UNIQUE, and references to what is merely UNIQUE,";
    plan_.notes.push_back(what + " live in the registry only: this target does not store them");
  }

  const Registry& registry_;
  std::vector<ObservedTable>& observed_;
  std::vector<const TableName*> names_;  // of the observations, wherever they are by now
  std::vector<bool> taken_;              // which observations are in a plan
  PlanContext context_;
  rules::TableCheck rules_;
  std::vector<bool> judged_;  // which tables the rules have seen
  Plan plan_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, Findings> findings_;
  std::unordered_map<const Table*, ObservedTable*> source_;  // a table -> what is there under its earlier name
  std::size_t next_ = 0;                                     // the observation that `find` looks at first
  std::optional<KeyIndex> keys_;
  std::deque<Table> scoped_;  // what `keys_` points at of tables whose scope is less than all
  bool has_keys_ = false;     // what the planned tables declare
  bool unique_ = false;
  bool has_tags_ = false;
  bool views_ = false;
  bool keys_hidden_ = false;  // of tables that the target does store them of
  bool tags_hidden_ = false;
};

}  // namespace

Plan make_plan(const Registry& registry, std::vector<ObservedTable> observed, const std::vector<ObservedTable>& others,
               const Capabilities& capabilities, const PlanOptions& options) {
  return Planner(registry, observed, capabilities, options).run(others);
}

}  // namespace delta
