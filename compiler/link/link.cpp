#include "link/link.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "delta/model/fill.hpp"
#include "delta/rules/check.hpp"

namespace deltac {
namespace {

using delta::Error;
using delta::Expected;
using delta::Fragment;
using delta::Registry;
using delta::Table;

Expected<void> refuse_repeated_libraries(const std::vector<Fragment>& fragments) {
  std::set<std::string> seen;
  for (const Fragment& fragment : fragments) {
    if (seen.insert(fragment.library).second) continue;
    return Error{"two fragments describe the library '" + fragment.library + "'",
                 "name each library's fragment once; give libraries different names with deltac compile --name"};
  }
  return {};
}

/// The order of tables: by name, and for names that are declared twice by place, so that the same input in another
/// order gives the same registry.
bool precedes(const Table& a, const Table& b) {
  if (const auto order = a.name <=> b.name; order != 0) return order < 0;
  return std::tie(a.library, a.header, a.span.line, a.type_name) <
         std::tie(b.library, b.header, b.span.line, b.type_name);
}

bool precedes_tombstone(const delta::Tombstone& a, const delta::Tombstone& b) {
  if (const auto order = a.name <=> b.name; order != 0) return order < 0;
  return std::tie(a.library, a.header, a.declared_name.span.line) <
         std::tie(b.library, b.header, b.declared_name.span.line);
}

/// Gives each reference the name of its table. What no fragment declares stays unresolved, for the rules to report.
void resolve_references(Registry& registry) {
  std::map<std::string, delta::TableName> by_type;
  for (const Table& table : registry.tables) by_type.emplace(table.type_name, table.name);
  for (Table& table : registry.tables) {
    for (delta::ForeignKey& key : table.foreign_keys) {
      if (const auto found = by_type.find(key.target_type); found != by_type.end()) key.target = found->second;
    }
  }
}

Expected<void> refuse_unused_variables(const Registry& registry) {
  const std::set<std::string> used = delta::used_variables(registry);
  for (const auto& [name, value] : registry.variables) {
    if (used.contains(name)) continue;
    std::string known;
    for (const std::string& each : used) known += (known.empty() ? "{" : ", {") + each + "}";
    return Error{"--var " + name + "=" + value + ": no table's name or location uses {" + name + "}",
                 known.empty() ? "the names hold no variables: leave --var out" : "the names use " + known};
  }
  return {};
}

/// Tables whose patterns differ and whose names, with the defaults that were given, do not. Where a variable has no
/// default that is seen when it has a value, by a plan.
void report_filled_clashes(const Registry& registry, delta::Findings& findings) {
  if (registry.variables.empty()) return;
  const auto filled = delta::fill(registry, {});
  if (!filled) return;
  for (delta::Finding& found : delta::rules::check(*filled, delta::rules::Stage::link)) {
    const bool is_clash = found.code == delta::rules::kDeclaredTwice.code;
    const auto same_place = [&](const delta::Finding& other) {
      return other.code == found.code && other.span.file == found.span.file && other.span.line == found.span.line &&
             other.span.column == found.span.column;
    };
    if (!is_clash || std::ranges::any_of(findings, same_place)) continue;
    found.fix = "give the variables values that keep the two apart";
    findings.push_back(std::move(found));
  }
}

}  // namespace

Expected<Linked> link(std::vector<Fragment> fragments, const LinkOptions& options) {
  if (auto unique = refuse_repeated_libraries(fragments); !unique) return std::move(unique).error();
  std::ranges::sort(fragments, {}, &Fragment::library);

  Linked linked;
  Registry& registry = linked.registry;
  registry.name = options.name;
  registry.variables = options.variables;
  for (const std::string& policy : options.namespace_policy) registry.namespace_policy.emplace_back(policy);
  for (Fragment& fragment : fragments) {
    for (const std::string& header : fragment.headers) linked.headers.push_back({fragment.library, header});
    std::ranges::move(fragment.tables, std::back_inserter(registry.tables));
    std::ranges::move(fragment.tombstones, std::back_inserter(registry.tombstones));
    registry.lines.merge(fragment.lines);
  }
  std::ranges::stable_sort(registry.tables, precedes);
  std::ranges::stable_sort(registry.tombstones, precedes_tombstone);
  resolve_references(registry);
  if (auto used = refuse_unused_variables(registry); !used) return std::move(used).error();

  linked.findings = delta::rules::check(registry, delta::rules::Stage::link);
  report_filled_clashes(registry, linked.findings);
  return linked;
}

}  // namespace deltac
