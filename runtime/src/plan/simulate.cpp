#include <algorithm>
#include <utility>

#include "delta/model/column_list.hpp"
#include "delta/model/features.hpp"
#include "delta/plan/action.hpp"
#include "diff/renames.hpp"

namespace delta {
namespace {

Column* column_of(Table& table, const ColumnPath& path) {
  return path.top_level() ? find_column(table, path.last()) : nullptr;
}

template <class Members>
auto find_member(Members& members, const Identifier& name) {
  return std::find_if(members.begin(), members.end(), [&](const auto& each) { return each.name == name; });
}

template <class Members, class Member>
void insert(Members& members, Member member, const Position& position) {
  if (find_member(members, member.name) != members.end()) return;
  auto place = members.end();
  if (position.place == Position::Place::first) place = members.begin();
  if (position.place == Position::Place::after) {
    place = find_member(members, position.sibling().value);
    if (place != members.end()) ++place;
  }
  members.insert(place, std::move(member));
}

template <class Members>
void remove_member(Members& members, const Identifier& name) {
  if (const auto found = find_member(members, name); found != members.end()) members.erase(found);
}

template <class Properties>
void set_property(Properties& properties, const std::string& key, const std::string& value) {
  for (Property& each : properties) {
    if (each.key.value != key) continue;
    each.value.value = value;
    return;
  }
  properties.push_back(Property{key, value});
}

void enable(Protocol& protocol, const std::string& feature) {
  protocol.features.insert(feature);
  const FeatureInfo* info = find_feature(feature);
  if (info != nullptr && !info->also.empty()) protocol.features.emplace(info->also);
}

Property* statistics_columns(Table& table) {
  const auto found = std::find_if(table.properties.begin(), table.properties.end(),
                                  [](const Property& each) { return each.key.value == kStatisticsColumnsKey; });
  return found != table.properties.end() ? &*found : nullptr;
}

/// Layout columns and physical names are known by path: a rename carries them along.
void rename_mentions(ObservedTable& observed, const change::ColumnRenamed& rename) {
  const auto renamed = [&](const std::string& path) { return after_renames(ColumnPath::parse(path), {rename}).text(); };
  for (LocatedText& column : observed.table.partition_by) column.value = renamed(column.value);
  for (LocatedText& column : observed.table.cluster_by) column.value = renamed(column.value);
  for (AccessPolicy& policy : observed.policies) {
    if (!policy.column.empty()) policy.column = renamed(policy.column);
    for (std::string& column : policy.columns) column = renamed(column);
  }
  std::map<std::string, std::string> names;
  for (auto& [path, physical] : observed.physical_names) names[fold_case(renamed(path))] = std::move(physical);
  observed.physical_names = std::move(names);
}

struct Simulation {
  ObservedTable& observed;
  Table& table = observed.table;

  void operator()(const action::CreateSchema&) const {}
  void operator()(const action::CreateTable& a) const {
    observed.name = a.table.name;
    observed.presence = Presence::present;
    observed.may_have_rows = false;
    table = a.table;
    std::erase_if(table.properties, [](const Property& each) { return each.key.value.starts_with("delta.feature."); });
    observed.protocol.features.insert({"appendOnly", "invariants"});
    for (const std::string& feature : a.features) enable(observed.protocol, feature);
  }
  void operator()(const action::DropTable&) const {
    const TableName name = observed.name;
    observed = ObservedTable{};
    observed.name = name;
  }
  void operator()(const action::RenameTable& a) const {
    observed.name = a.to;
    table.name = a.to;
  }
  void operator()(const action::EnableFeature& a) const {
    enable(observed.protocol, a.feature);
    for (const auto& [key, value] : a.properties) set_property(table.properties, key, value);
  }
  void operator()(const action::AddColumn& a) const {
    if (a.path.top_level()) return insert(table.columns, a.column, a.column.position);
    DataType* parent = find_type(table, a.path.parent());
    if (parent != nullptr) insert(parent->fields, static_cast<const Field&>(a.column), a.column.position);
  }
  void operator()(const action::DropColumn& a) const {
    if (Property* list = statistics_columns(table)) list->value.value = dropped_from_list(list->value.value, a.path);
    if (a.path.top_level()) return remove_member(table.columns, a.path.last());
    if (DataType* parent = find_type(table, a.path.parent())) remove_member(parent->fields, a.path.last());
  }
  void operator()(const action::RenameColumn& a) const {
    Field* field = find_field(table, a.from);
    if (field == nullptr) return;
    field->name = a.to;
    rename_mentions(observed, {a.from, a.to, {}});
    if (Property* list = statistics_columns(table))
      list->value.value = renamed_in_list(list->value.value, a.from, a.to);
  }
  void operator()(const action::AlterType& a) const {
    if (DataType* type = find_type(table, a.path)) *type = a.to;
  }
  void operator()(const action::DropNotNull& a) const {
    if (Field* field = find_field(table, a.path)) field->nullable = true;
  }
  void operator()(const action::SetProperty& a) const { set_property(table.properties, a.key, a.value); }
  void operator()(const action::UnsetProperty& a) const {
    std::erase_if(table.properties, [&](const Property& each) { return each.key.value == a.key; });
  }
  void operator()(const action::SetComment& a) const {
    if (a.path.steps.empty()) {
      table.comment = a.text;
    } else if (Field* field = find_field(table, a.path)) {
      field->comment = a.text;
    }
  }
  void operator()(const action::SetDefault& a) const {
    if (Column* column = column_of(table, a.path)) column->default_value = LocatedText(a.expression);
  }
  void operator()(const action::DropDefault& a) const {
    if (Column* column = column_of(table, a.path)) column->default_value.reset();
  }
  void operator()(const action::AddCheck& a) const { table.checks.push_back({a.name, a.expression}); }
  void operator()(const action::DropCheck& a) const {
    std::erase_if(table.checks, [&](const Check& each) { return Identifier(each.name.value) == Identifier(a.name); });
  }
  void operator()(const action::SetClustering& a) const { table.cluster_by.assign(a.columns.begin(), a.columns.end()); }
  void operator()(const action::Backfill&) const {}
  void operator()(const action::CreateView& a) const {
    observed.name = a.view.name;
    observed.presence = Presence::present;
    table = a.view;
  }
  void operator()(const action::DropView& a) const { (*this)(action::DropTable{a.name}); }
  void operator()(const action::RestoreTable& a) const {
    table = a.table;
    table.name = observed.name;
  }
  void operator()(const action::SetNotNull& a) const {
    if (Field* field = find_field(table, a.path)) field->nullable = false;
  }
  void operator()(const action::SetPrimaryKey& a) const { table.primary_key = a.key; }
  void operator()(const action::DropPrimaryKey&) const { table.primary_key.reset(); }
  void operator()(const action::AddForeignKey& a) const {
    if (!a.table) table.foreign_keys.push_back(a.key);
  }
  void operator()(const action::DropForeignKey& a) const {
    if (a.table) return;
    std::erase_if(table.foreign_keys, [&](const ForeignKey& each) { return each.name.value == a.key.name.value; });
  }
  void operator()(const action::SetTag& a) const {
    if (a.path.steps.empty()) return set_property(table.tags, a.key, a.value);
    if (Column* column = column_of(table, a.path)) set_property(column->tags, a.key, a.value);
  }
  void operator()(const action::UnsetTag& a) const {
    const auto unset = [&](std::vector<Property> tags) {
      std::erase_if(tags, [&](const Property& each) { return each.key.value == a.key; });
      return tags;
    };
    if (a.path.steps.empty()) table.tags = unset(table.tags);
    if (Column* column = column_of(table, a.path)) column->tags = unset(column->tags);
  }
  void operator()(const action::SetPolicy& a) const { observed.policies.push_back(a.policy); }
  void operator()(const action::DropPolicy& a) const {
    std::erase_if(observed.policies, [&](const AccessPolicy& each) { return each.column == a.policy.column; });
  }
};

}  // namespace

void simulate(ObservedTable& table, const Action& action) { std::visit(Simulation{table}, action); }

}  // namespace delta
