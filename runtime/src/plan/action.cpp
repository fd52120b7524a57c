#include "delta/plan/action.hpp"

namespace delta {
namespace {

struct Name {
  std::string_view operator()(const action::CreateSchema&) const { return "create_schema"; }
  std::string_view operator()(const action::CreateTable&) const { return "create_table"; }
  std::string_view operator()(const action::DropTable&) const { return "drop_table"; }
  std::string_view operator()(const action::RenameTable&) const { return "rename_table"; }
  std::string_view operator()(const action::EnableFeature&) const { return "enable_feature"; }
  std::string_view operator()(const action::AddColumn&) const { return "add_column"; }
  std::string_view operator()(const action::DropColumn&) const { return "drop_column"; }
  std::string_view operator()(const action::RenameColumn&) const { return "rename_column"; }
  std::string_view operator()(const action::AlterType&) const { return "alter_type"; }
  std::string_view operator()(const action::DropNotNull&) const { return "drop_not_null"; }
  std::string_view operator()(const action::SetProperty&) const { return "set_property"; }
  std::string_view operator()(const action::UnsetProperty&) const { return "unset_property"; }
  std::string_view operator()(const action::SetComment&) const { return "set_comment"; }
  std::string_view operator()(const action::SetDefault&) const { return "set_default"; }
  std::string_view operator()(const action::DropDefault&) const { return "drop_default"; }
  std::string_view operator()(const action::AddCheck&) const { return "add_check"; }
  std::string_view operator()(const action::DropCheck&) const { return "drop_check"; }
  std::string_view operator()(const action::SetClustering&) const { return "set_clustering"; }
  std::string_view operator()(const action::Backfill&) const { return "backfill"; }
  std::string_view operator()(const action::CreateView&) const { return "create_view"; }
  std::string_view operator()(const action::DropView&) const { return "drop_view"; }
  std::string_view operator()(const action::RestoreTable&) const { return "restore_table"; }
  std::string_view operator()(const action::SetNotNull&) const { return "set_not_null"; }
  std::string_view operator()(const action::SetPrimaryKey&) const { return "set_primary_key"; }
  std::string_view operator()(const action::DropPrimaryKey&) const { return "drop_primary_key"; }
  std::string_view operator()(const action::AddForeignKey&) const { return "add_foreign_key"; }
  std::string_view operator()(const action::DropForeignKey&) const { return "drop_foreign_key"; }
  std::string_view operator()(const action::SetTag&) const { return "set_tag"; }
  std::string_view operator()(const action::UnsetTag&) const { return "unset_tag"; }
  std::string_view operator()(const action::SetPolicy& a) const {
    return a.policy.column.empty() ? "set_row_filter" : "set_mask";
  }
  std::string_view operator()(const action::DropPolicy& a) const {
    return a.policy.column.empty() ? "drop_row_filter" : "drop_mask";
  }
};

std::string joined(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + column;
  return text;
}

/// A key of another table is told from the plan's own by its table's name.
std::string key_subject(const std::optional<TableName>& table, const ForeignKey& key) {
  return !table ? key.name.value : table->text() + ' ' + key.name.value;
}

std::string tag_subject(const ColumnPath& path, const std::string& key) {
  return path.steps.empty() ? key : path.text() + ' ' + key;
}

std::string policy_subject(const AccessPolicy& policy) {
  return policy.column.empty() ? policy.function.text() : policy.column;
}

struct Subject {
  std::string operator()(const action::CreateSchema& a) const { return a.name.text(); }
  std::string operator()(const action::CreateTable& a) const { return a.table.name.text(); }
  std::string operator()(const action::DropTable& a) const { return a.name.text(); }
  std::string operator()(const action::RenameTable& a) const { return a.from.text(); }
  std::string operator()(const action::EnableFeature& a) const { return a.feature; }
  std::string operator()(const action::RenameColumn& a) const { return a.from.text(); }
  std::string operator()(const action::SetProperty& a) const { return a.key; }
  std::string operator()(const action::UnsetProperty& a) const { return a.key; }
  std::string operator()(const action::AddCheck& a) const { return a.name; }
  std::string operator()(const action::DropCheck& a) const { return a.name; }
  std::string operator()(const action::SetClustering& a) const { return joined(a.columns); }
  std::string operator()(const action::CreateView& a) const { return a.view.name.text(); }
  std::string operator()(const action::DropView& a) const { return a.name.text(); }
  std::string operator()(const action::RestoreTable& a) const { return a.table.name.text(); }
  std::string operator()(const action::SetPrimaryKey& a) const { return a.key.name.value; }
  std::string operator()(const action::DropPrimaryKey& a) const { return a.key.name.value; }
  std::string operator()(const action::AddForeignKey& a) const { return key_subject(a.table, a.key); }
  std::string operator()(const action::DropForeignKey& a) const { return key_subject(a.table, a.key); }
  std::string operator()(const action::SetTag& a) const { return tag_subject(a.path, a.key); }
  std::string operator()(const action::UnsetTag& a) const { return tag_subject(a.path, a.key); }
  std::string operator()(const action::SetPolicy& a) const { return policy_subject(a.policy); }
  std::string operator()(const action::DropPolicy& a) const { return policy_subject(a.policy); }
  template <class OfColumn>
  std::string operator()(const OfColumn& a) const {
    return a.path.text();
  }
};

}  // namespace

std::string_view action_name(const Action& action) { return std::visit(Name{}, action); }
std::string action_subject(const Action& action) { return std::visit(Subject{}, action); }

bool depends_on_rows(const Action& action) {
  if (std::holds_alternative<action::AddCheck>(action) || std::holds_alternative<action::SetNotNull>(action))
    return true;
  const auto* clustering = std::get_if<action::SetClustering>(&action);
  return clustering != nullptr && !clustering->columns.empty();
}

}  // namespace delta
