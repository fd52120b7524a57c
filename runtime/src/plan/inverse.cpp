#include "plan/inverse.hpp"

#include <algorithm>
#include <utility>

#include "delta/rules/changes.hpp"

namespace delta {
namespace {

using Actions = std::vector<Action>;
using Inverse = Expected<Actions, NoInverse>;

Inverse one(Action action) { return Actions{std::move(action)}; }
Inverse none(std::string reason) { return NoInverse{std::move(reason)}; }

/// Properties that Delta does not take back once they are set.
bool set_for_good(std::string_view key) {
  return key.starts_with("delta.columnMapping.") || key.starts_with("delta.feature.");
}

/// Where a member stands among its siblings, so that it can be put back there.
template <class Members>
Position place_of(const Members& members, const Identifier& name) {
  Position position;
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& each) { return each.name == name; });
  if (found == members.begin()) {
    position.place = Position::Place::first;
  } else if (found != members.end()) {
    position.place = Position::Place::after;
    position.after = LocatedText((found - 1)->name.text());
  }
  return position;
}

/// A row per action, and nothing that fits all: an action without a row does not compile.
struct InverseOf {
  const ObservedTable& before;
  const InverseContext& context;

  Inverse operator()(const action::CreateSchema&) const { return Actions{}; }
  Inverse operator()(const action::CreateTable& a) const { return one(action::DropTable{a.table.name}); }
  Inverse operator()(const action::DropTable&) const {
    if (!context.dropped_empty) return none("the rows of a table that was dropped are gone");
    action::CreateTable create{without_own_properties(), {}};
    for (const std::string& feature : before.protocol.features) {
      if (feature != "appendOnly" && feature != "invariants") create.features.push_back(feature);
    }
    return one(std::move(create));
  }
  Inverse operator()(const action::RenameTable& a) const { return one(action::RenameTable{a.to, a.from}); }
  Inverse operator()(const action::EnableFeature& a) const {
    if (!before.protocol.supports(a.feature)) return none("Delta takes no table feature back");
    Actions actions;
    for (const auto& [key, value] : a.properties) {
      if (set_for_good(key)) return none("Delta does not take " + key + " back");
      actions.push_back(property_back(key, value));
    }
    return actions;
  }
  Inverse operator()(const action::AddColumn& a) const {
    const bool lake = context.capabilities.atomic_table_commit;
    if (before.mapping_mode() == "none" && !(lake && context.unwritten)) {
      return none(
          lake
              ? "rows may have been written since, and without column mapping no column that may hold values is dropped"
              : "no column of a table without column mapping is dropped");
    }
    return one(action::DropColumn{a.path, a.column.type});
  }
  Inverse operator()(const action::DropColumn& a) const {
    if (!context.dropped_empty) return none("the values of a column that was dropped are out of reach");
    const Field* field = find_field(before.table, a.path);
    if (field == nullptr || !field->nullable) return none("a column is added nullable only");
    action::AddColumn add{a.path, {}};
    static_cast<Field&>(add.column) = *field;
    if (!a.path.top_level()) {
      const DataType* parent = find_type(before.table, a.path.parent());
      add.column.position = place_of(parent->fields, a.path.last());
      return one(std::move(add));
    }
    const Column& column = *find_column(before.table, a.path.last());
    if (column.generated || column.identity) return none("no generated column and no identity is added to a table");
    add.column.position = place_of(before.table.columns, a.path.last());
    Actions actions{std::move(add)};
    if (column.default_value) actions.push_back(action::SetDefault{a.path, column.default_value->value, std::nullopt});
    for (const Property& tag : column.tags) {
      actions.push_back(action::SetTag{a.path, tag.key.value, tag.value.value, std::nullopt});
    }
    return actions;
  }
  Inverse operator()(const action::RenameColumn& a) const {
    return one(action::RenameColumn{a.from.parent().child(a.to), a.from.last()});
  }
  Inverse operator()(const action::AlterType&) const { return none("Delta widens types and does not narrow them"); }
  Inverse operator()(const action::DropNotNull& a) const {
    if (!context.capabilities.sets_not_null) return none("this target makes no column NOT NULL");
    return one(action::SetNotNull{a.path});
  }
  Inverse operator()(const action::SetNotNull& a) const { return one(action::DropNotNull{a.path}); }
  Inverse operator()(const action::SetProperty& a) const {
    if (set_for_good(a.key)) return none("Delta does not take " + a.key + " back");
    return one(property_back(a.key, a.value));
  }
  Inverse operator()(const action::UnsetProperty& a) const {
    return one(action::SetProperty{a.key, a.old, std::nullopt});
  }
  Inverse operator()(const action::SetComment& a) const { return one(action::SetComment{a.path, a.old, a.text}); }
  Inverse operator()(const action::SetDefault& a) const {
    if (a.old) return one(action::SetDefault{a.path, *a.old, a.expression});
    return one(action::DropDefault{a.path, a.expression});
  }
  Inverse operator()(const action::DropDefault& a) const {
    return one(action::SetDefault{a.path, a.old, std::nullopt});
  }
  Inverse operator()(const action::AddCheck& a) const { return one(action::DropCheck{a.name, a.expression}); }
  Inverse operator()(const action::DropCheck& a) const {
    if (lacks_engine()) return none("only an engine can check the rows that are there");
    return one(action::AddCheck{a.name, a.expression});
  }
  Inverse operator()(const action::SetClustering& a) const {
    if (lacks_engine() && !a.old.empty()) return none("only an engine clusters a table that has rows");
    return one(action::SetClustering{a.old, a.columns, chooses_clustering(before.table)});
  }
  Inverse operator()(const action::Backfill&) const {
    return none("the rows that were filled are not told from those that had a value");
  }
  Inverse operator()(const action::CreateView& a) const {
    if (!a.replaces) return one(action::DropView{a.view.name});
    if (!is_known_view()) return none("what it replaced is not known");
    return one(action::CreateView{without_own_properties(), true});
  }
  Inverse operator()(const action::DropView&) const {
    if (!is_known_view()) return none("what it was is not known");
    return one(action::CreateView{without_own_properties(), false});
  }
  Inverse operator()(const action::RestoreTable&) const {
    if (!context.unwritten || !before.version) return none("RESTORE would take away what was written since");
    return one(action::RestoreTable{*before.version, before.table});
  }
  Inverse operator()(const action::SetPrimaryKey& a) const { return one(action::DropPrimaryKey{a.key}); }
  Inverse operator()(const action::DropPrimaryKey& a) const { return one(action::SetPrimaryKey{a.key}); }
  Inverse operator()(const action::AddForeignKey& a) const { return one(action::DropForeignKey{a.table, a.key}); }
  Inverse operator()(const action::DropForeignKey& a) const { return one(action::AddForeignKey{a.table, a.key}); }
  Inverse operator()(const action::SetTag& a) const {
    if (a.old) return one(action::SetTag{a.path, a.key, *a.old, a.value});
    return one(action::UnsetTag{a.path, a.key, a.value});
  }
  Inverse operator()(const action::UnsetTag& a) const {
    return one(action::SetTag{a.path, a.key, a.old, std::nullopt});
  }
  Inverse operator()(const action::SetPolicy& a) const { return one(action::DropPolicy{a.policy}); }
  Inverse operator()(const action::DropPolicy& a) const { return one(action::SetPolicy{a.policy}); }

 private:
  bool lacks_engine() const { return !context.capabilities.validates_rows && before.may_have_rows; }

  /// A server shows a view's columns and comments where it is asked for that view alone (`complete_views`).
  bool is_known_view() const { return before.table.query && !before.table.columns.empty(); }

  /// The mark is written anew.
  Table without_own_properties() const {
    Table table = before.table;
    std::erase_if(table.properties, [](const Property& each) { return each.key.value.starts_with("deltac."); });
    return table;
  }

  Action property_back(const std::string& key, const std::string& value) const {
    if (const std::string* old = before.property(key)) return action::SetProperty{key, *old, value};
    return action::UnsetProperty{key, value};
  }
};

/// What a run has made itself: with it goes all that was done to it.
class New {
 public:
  bool holds(const Action& action) const {
    if (table_) return !acts_on_another_table(action);
    const ColumnPath* path = column_of(action);
    return path != nullptr &&
           std::any_of(columns_.begin(), columns_.end(), [&](const ColumnPath& each) { return each.contains(*path); });
  }

  void note(const Action& action) {
    if (std::holds_alternative<action::CreateTable>(action)) table_ = true;
    if (const auto* add = std::get_if<action::AddColumn>(&action)) columns_.push_back(add->path);
    if (const auto* rename = std::get_if<action::RenameColumn>(&action)) {
      std::erase_if(columns_,
                    [&](const ColumnPath& each) { return rename->from.contains(each) || each.contains(rename->from); });
    }
  }

 private:
  static const ColumnPath* column_of(const Action& action) {
    return std::visit(
        [](const auto& step) -> const ColumnPath* {
          if constexpr (requires { step.path.steps; }) {
            return &step.path;
          } else {
            return nullptr;
          }
        },
        action);
  }

  bool table_ = false;
  std::vector<ColumnPath> columns_;
};

}  // namespace

std::string one_way_text(const Action& action, const std::string& reason) {
  std::string words(action_name(action));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words + " " + action_subject(action) + " cannot be undone: " + reason;
}

Expected<std::vector<Action>, NoInverse> inverse_of(const Action& action, const ObservedTable& before,
                                                    const InverseContext& context) {
  return std::visit(InverseOf{before, context}, action);
}

bool acts_on_another_table(const Action& action) {
  if (const auto* add = std::get_if<action::AddForeignKey>(&action)) return add->table.has_value();
  const auto* drop = std::get_if<action::DropForeignKey>(&action);
  return drop != nullptr && drop->table.has_value();
}

std::vector<StepBack> steps_back(const TablePlan& table, std::size_t units, const Capabilities& capabilities,
                                 bool unwritten) {
  std::vector<StepBack> out;
  ObservedTable state = table.observed;
  New made;
  std::size_t index = 0;
  for (std::size_t i = 0; i < std::min(units, table.units.size()); ++i) {
    const InverseContext context{capabilities, unwritten, table.units[i].only_at.has_value()};
    for (const Step& step : table.units[i].steps) {
      const std::size_t place = index++;
      if (step.skipped) continue;
      StepBack& back = out.emplace_back(StepBack{&step, place, {}, {}});
      auto inverse = inverse_of(step.action, state, context);
      if (inverse) {
        back.actions = *std::move(inverse);
      } else if (!made.holds(step.action)) {
        back.reason = inverse.error().reason;
      }
      made.note(step.action);
      simulate(state, step.action);
    }
  }
  return out;
}

std::string what_stays(const TablePlan& back) {
  const auto restores = [](const Unit& unit) {
    return std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
      return !step.skipped && std::holds_alternative<action::RestoreTable>(step.action);
    });
  };
  if (std::any_of(back.units.begin(), back.units.end(), restores)) return "";  // all but table features comes back
  std::string out;
  for (const Finding& finding : back.findings) {
    if (finding.code != rules::kOneWay.code || finding.severity != Severity::warning) continue;
    out += (out.empty() ? "" : "; ") + finding.text;
  }
  return out;
}

std::vector<StepBack> one_way_steps(const TablePlan& table, const Capabilities& capabilities) {
  std::vector<StepBack> found = steps_back(table, table.units.size(), capabilities, true);
  std::erase_if(found, [](const StepBack& each) { return each.reason.empty(); });
  return found;
}

void refuse_one_way_steps(Plan& plan, const Capabilities& capabilities) {
  for (TablePlan& table : plan.tables) {
    if (table.blocked()) continue;
    Findings findings;
    for (const StepBack& each : one_way_steps(table, capabilities)) {
      Finding& made = findings.emplace_back(
          rules::finding(rules::kOneWay, each.step->span, one_way_text(each.step->action, each.reason),
                         "leave it out of this change, or go without --require-reversible"));
      made.table = table.name.text();
    }
    if (findings.empty()) continue;
    table.findings.insert(table.findings.end(), findings.begin(), findings.end());
    sort_findings(table.findings);
    table.units.clear();
  }
}

}  // namespace delta
