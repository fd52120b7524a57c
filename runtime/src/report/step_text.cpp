#include "report/step_text.hpp"

#include <fmt/format.h>

#include "delta/model/features.hpp"
#include "delta/sql/type_text.hpp"

namespace delta::report {
namespace {

constexpr std::size_t kTextWidth = 40;

/// The words of each action. `full` leaves long texts whole.
struct Describer {
  bool full;

  std::string text(std::string_view value) const {
    const std::string safe = printable(value);
    return full ? safe : shorten(safe, kTextWidth);
  }
  std::string quoted(std::string_view value) const { return "'" + text(value) + "'"; }
  std::string columns(const std::vector<std::string>& names) const {
    return names.empty() ? "none" : "(" + text(fmt::format("{}", fmt::join(names, ", "))) + ")";
  }
  std::string type(const DataType& value) const { return text(sql::short_type_text(value)); }

  StepText operator()(const action::CreateSchema& a) const {
    return {'+', "create", "the schema " + text(a.name.text())};
  }
  StepText operator()(const action::CreateTable& a) const { return {'+', "create", table_summary(a.table)}; }
  StepText operator()(const action::DropTable& a) const { return {'-', "drop", "the table " + text(a.name.text())}; }
  StepText operator()(const action::RenameTable& a) const {
    return {'~', "rename", fmt::format("the table {} → {}", text(a.from.text()), text(a.to.text()))};
  }
  StepText operator()(const action::EnableFeature& a) const {
    const auto mode = a.properties.find("delta.columnMapping.mode");
    std::string title = feature_title(a.feature);
    if (mode != a.properties.end()) title += fmt::format(" ({})", text(mode->second));
    return {'~', "enable", title};
  }
  StepText operator()(const action::AddColumn& a) const {
    return {'+', "add", fmt::format("{} {}", text(a.path.text()), type(a.column.type))};
  }
  StepText operator()(const action::DropColumn& a) const {
    return {'-', "drop", fmt::format("{} {}", text(a.path.text()), type(a.type))};
  }
  StepText operator()(const action::RenameColumn& a) const {
    return {'~', "rename", fmt::format("{} → {}", text(a.from.text()), text(a.to.text()))};
  }
  StepText operator()(const action::AlterType& a) const {
    const bool decimals = a.from.kind == TypeKind::decimal && a.to.kind == TypeKind::decimal;
    const std::string to = decimals ? fmt::format("({},{})", a.to.precision, a.to.scale) : type(a.to);
    return {'~', "widen", fmt::format("{} {} → {}", text(a.path.text()), type(a.from), to)};
  }
  StepText operator()(const action::DropNotNull& a) const {
    return {'~', "relax", fmt::format("{}: NULL allowed", text(a.path.text()))};
  }
  StepText operator()(const action::SetProperty& a) const {
    if (a.old) return {'~', "set", fmt::format("{} {} → {}", text(a.key), text(*a.old), text(a.value))};
    return {'+', "set", fmt::format("{} = {}", text(a.key), text(a.value))};
  }
  StepText operator()(const action::UnsetProperty& a) const {
    return {'-', "unset", fmt::format("{} (was {})", text(a.key), text(a.old))};
  }
  StepText operator()(const action::SetComment& a) const {
    const std::string of = a.path.steps.empty() ? "the table" : text(a.path.text());
    if (a.text.empty()) return {'-', "comment", fmt::format("{} (was {})", of, quoted(a.old))};
    return {'~', "comment", fmt::format("{} {}", of, quoted(a.text))};
  }
  StepText operator()(const action::SetDefault& a) const {
    const std::string was = a.old ? fmt::format(" (was {})", text(*a.old)) : "";
    return {'~', "default", fmt::format("{} {}{}", text(a.path.text()), text(a.expression), was)};
  }
  StepText operator()(const action::DropDefault& a) const {
    return {'-', "default", fmt::format("{} (was {})", text(a.path.text()), text(a.old))};
  }
  StepText operator()(const action::AddCheck& a) const {
    return {'+', "check", fmt::format("{}: {}", text(a.name), text(a.expression))};
  }
  StepText operator()(const action::DropCheck& a) const {
    return {'-', "check", fmt::format("{} (was {})", text(a.name), text(a.expression))};
  }
  StepText operator()(const action::SetClustering& a) const {
    const std::string was = a.old.empty() ? "" : fmt::format(" (was {})", columns(a.old));
    return {'~', "cluster", fmt::format("by {}{}", a.automatic ? "the engine's choice" : columns(a.columns), was)};
  }
  StepText operator()(const action::SetNotNull& a) const {
    return {'~', "tighten", fmt::format("{}: NOT NULL", text(a.path.text()))};
  }
  StepText operator()(const action::SetPrimaryKey& a) const {
    return {'+', "key", fmt::format("{} {}", text(a.key.name.value), names(a.key.columns))};
  }
  StepText operator()(const action::DropPrimaryKey& a) const {
    return {'-', "key", fmt::format("{} (was {})", text(a.key.name.value), names(a.key.columns))};
  }
  StepText operator()(const action::AddForeignKey& a) const { return {'+', "refer", foreign_key(a.table, a.key)}; }
  StepText operator()(const action::DropForeignKey& a) const { return {'-', "refer", foreign_key(a.table, a.key)}; }
  StepText operator()(const action::SetTag& a) const {
    const std::string tag = tagged(a.path, a.key);
    if (a.old) return {'~', "tag", fmt::format("{} {} → {}", tag, text(*a.old), text(a.value))};
    return {'+', "tag", fmt::format("{} = {}", tag, quoted(a.value))};
  }
  StepText operator()(const action::UnsetTag& a) const {
    return {'-', "tag", fmt::format("{} (was {})", tagged(a.path, a.key), quoted(a.old))};
  }
  StepText operator()(const action::SetPolicy& a) const { return policy('+', a.policy); }
  StepText operator()(const action::DropPolicy& a) const { return policy('-', a.policy); }

  std::string names(const std::vector<LocatedText>& located) const {
    std::vector<std::string> all;
    for (const LocatedText& each : located) all.push_back(each.value);
    return columns(all);
  }
  std::string foreign_key(const std::optional<TableName>& table, const ForeignKey& key) const {
    const std::string of = table ? text(table->text()) + ": " : "";
    return fmt::format("{}{} {} → {}", of, text(key.name.value), names(key.columns), text(key.target.text()));
  }
  std::string tagged(const ColumnPath& path, const std::string& key) const {
    return path.steps.empty() ? text(key) : fmt::format("{}: {}", text(path.text()), text(key));
  }
  StepText policy(char mark, const AccessPolicy& policy) const {
    const std::string function = text(policy.function.text());
    if (policy.column.empty()) return {mark, "filter", fmt::format("rows by {}", function)};
    return {mark, "mask", fmt::format("{} by {}", text(policy.column), function)};
  }
  StepText operator()(const action::Backfill& a) const {
    return {'~', "fill", fmt::format("{} with {} where it is NULL", text(a.path.text()), text(a.expression))};
  }
  StepText operator()(const action::CreateView& a) const {
    return {a.replaces ? '~' : '+', a.replaces ? "replace" : "create", "the view: " + text(a.view.query->value)};
  }
  StepText operator()(const action::RestoreTable& a) const {
    return {'~', "restore", fmt::format("the table as of version {}", a.version)};
  }
  StepText operator()(const action::DropView& a) const { return {'-', "drop", "the view " + text(a.name.text())}; }
};

}  // namespace

StepText describe_step(const Action& action, bool full) { return std::visit(Describer{full}, action); }

std::string short_title(const Action& action) {
  if (const auto* feature = std::get_if<action::EnableFeature>(&action)) return feature_title(feature->feature);
  if (std::holds_alternative<action::CreateTable>(action)) return "create";
  if (std::holds_alternative<action::SetClustering>(action)) return "clustering";
  const StepText text = describe_step(action, false);
  if (const auto* check = std::get_if<action::DropCheck>(&action)) return "dropping check " + printable(check->name);
  if (const auto* key = std::get_if<action::DropPrimaryKey>(&action))
    return "dropping key " + printable(key->key.name.value);
  if (const auto* key = std::get_if<action::DropForeignKey>(&action))
    return "dropping reference " + printable(key->key.name.value);
  if (const auto* tag = std::get_if<action::UnsetTag>(&action)) return "lifting tag " + printable(tag->key);
  if (const auto* drop = std::get_if<action::DropPolicy>(&action))
    return drop->policy.column.empty() ? "lifting the row filter" : "lifting the mask";
  return text.verb + " " + shorten(printable(action_subject(action)), kTextWidth);
}

std::string feature_title(std::string_view feature) {
  const FeatureInfo* info = find_feature(feature);
  return info == nullptr ? printable(feature) : std::string(info->words);
}

std::string table_summary(const Table& table) {
  std::string out = count(table.columns.size(), "column");
  const auto by = [&](std::string_view word, const std::vector<LocatedText>& columns) {
    if (columns.empty()) return;
    std::vector<std::string> names;
    for (const LocatedText& column : columns) names.push_back(printable(column.value));
    out += fmt::format(", {} by ({})", word, fmt::join(names, ", "));
  };
  by("partitioned", table.partition_by);
  by("clustered", table.cluster_by);
  return out;
}

Style style_of(char mark) { return mark == '+' ? Style::green : mark == '-' ? Style::red : Style::yellow; }

}  // namespace delta::report
