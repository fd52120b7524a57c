#include "plan/alteration.hpp"

#include <algorithm>

#include "delta/model/features.hpp"
#include "delta/model/widening.hpp"
#include "delta/sql/tokens.hpp"
#include "diff/renames.hpp"

namespace delta {
namespace {

bool overlap(const ColumnPath& a, const ColumnPath& b) { return a.contains(b) || b.contains(a); }

}  // namespace

std::vector<ColumnPath> columns_read(const std::string& expression) {
  const auto tokens = sql::tokenize(expression);
  if (!tokens) return {};
  std::vector<ColumnPath> paths;
  for (const sql::Reference& reference : sql::references(*tokens)) {
    paths.emplace_back(std::vector<Identifier>(reference.parts.begin(), reference.parts.end()));
  }
  return paths;
}

bool expression_reads(const std::string& expression, const ColumnPath& column) {
  const std::vector<ColumnPath> read = columns_read(expression);
  return std::any_of(read.begin(), read.end(), [&](const ColumnPath& path) { return overlap(path, column); });
}

template <class Kind>
void Alteration::sort_in(const Change& change, std::vector<const Kind*>& into) {
  if (const auto* found = std::get_if<Kind>(&change)) into.push_back(found);
}

Alteration::Alteration(const Table& desired_table, const ObservedTable& observed_table, const Capabilities& can,
                       const std::vector<Change>& changes)
    : desired(desired_table), observed(observed_table), capabilities(can) {
  for (const Change& each : changes) {
    if (const auto* rename = std::get_if<change::ColumnRenamed>(&each)) renames.push_back(*rename);
    sort_in(each, added);
    sort_in(each, removed);
    sort_in(each, types);
    sort_in(each, nullabilities);
    sort_in(each, comments);
    sort_in(each, defaults);
    sort_in(each, generated);
    sort_in(each, identities);
    sort_in(each, properties);
    sort_in(each, checks_added);
    sort_in(each, checks_removed);
    if (const auto* found = std::get_if<change::ClusteringChanged>(&each)) clustering = found;
    if (const auto* found = std::get_if<change::PartitioningChanged>(&each)) partitioning = found;
    if (const auto* found = std::get_if<change::LocationChanged>(&each)) location = found;
  }
  find_touched();
  for (const Check& check : observed.table.checks) {
    if (!removes_check(check.name.value) && reads_touched(check.expression.value) != nullptr) {
      checks_in_the_way.push_back(&check);
    }
  }
}

void Alteration::find_touched() {
  for (const change::ColumnRenamed& each : renames) {
    touched.push_back({before(each.from.parent()).child(each.from.last()), each.span, "renamed"});
  }
  for (const auto* each : types) touched.push_back({before(each->path), each->span, "given another type"});
  for (const auto* each : removed) touched.push_back({before(each->path), each->span, "dropped"});
}

ColumnPath Alteration::before(const ColumnPath& path) const {
  return renames.empty() ? path : before_renames(path, renames);
}

ColumnPath Alteration::after(const ColumnPath& observed_path) const {
  return renames.empty() ? observed_path : after_renames(observed_path, renames);
}

bool Alteration::removes_check(const std::string& name) const {
  return std::any_of(checks_removed.begin(), checks_removed.end(), [&](const change::CheckRemoved* each) {
    return Identifier(each->check.name.value) == Identifier(name);
  });
}

bool Alteration::declares_check(const std::string& name) const {
  return std::any_of(desired.checks.begin(), desired.checks.end(),
                     [&](const Check& each) { return Identifier(each.name.value) == Identifier(name); });
}

SourceSpan Alteration::check_span(const std::string& name) const {
  for (const Check& each : desired.checks) {
    if (Identifier(each.name.value) == Identifier(name)) return each.name.span;
  }
  return {};
}

const Alteration::Touched* Alteration::reads_touched(const std::string& expression) const {
  if (touched.empty()) return nullptr;
  const std::vector<ColumnPath> read = columns_read(expression);
  for (const Touched& each : touched) {
    for (const ColumnPath& path : read) {
      if (overlap(path, each.before)) return &each;
    }
  }
  return nullptr;
}

void Alteration::need(std::map<std::string, NeededFeature>& needed, std::string_view feature,
                      const SourceSpan& span) const {
  const FeatureInfo* info = find_feature(feature);
  const std::string name(feature);
  const bool in_protocol = observed.protocol.supports(name);
  const bool by_steps = name == "columnMapping" || name == "typeWidening";
  if (!by_steps) {
    if (!in_protocol) needed.try_emplace(name, NeededFeature{false, {}, span});
    return;
  }
  const std::string* value = observed.property(info->property);
  const bool on = in_protocol && value != nullptr && *value != "none" && *value != "false";
  if (on) return;
  needed.try_emplace(name, NeededFeature{in_protocol, {{std::string(info->property), std::string(info->value)}}, span});
}

std::map<std::string, NeededFeature> Alteration::needed_features() const {
  std::map<std::string, NeededFeature> needed;
  for (const auto& each : renames) need(needed, "columnMapping", each.span);
  for (const auto* each : removed) need(needed, "columnMapping", each->span);
  for (const auto* each : types) {
    const WideningRow* row = find_widening(each->from, each->to);
    if (row != nullptr && row->needs_feature) need(needed, "typeWidening", each->span);
    if (row != nullptr && !row->also.empty()) need(needed, row->also, each->span);
  }
  for (const auto* each : added) {
    for (const std::string& feature : required_features(each->column.type)) need(needed, feature, each->column.span);
    if (each->column.default_value) need(needed, "allowColumnDefaults", each->column.default_value->span);
  }
  for (const auto* each : defaults) {
    if (each->to) need(needed, "allowColumnDefaults", each->span);
  }
  for (const auto* each : checks_added) need(needed, "checkConstraints", each->check.name.span);
  if (!checks_in_the_way.empty()) need(needed, "checkConstraints", {});
  if (clustering != nullptr && !clustering->to.empty()) need(needed, "clustering", clustering->span);
  for (const auto* each : properties) {
    const std::string_view feature = each->to ? feature_of_property(each->key, *each->to) : std::string_view{};
    if (!feature.empty()) need(needed, feature, each->span);
  }
  return needed;
}

}  // namespace delta
