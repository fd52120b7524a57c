#include <algorithm>

#include "plan/judge_parts.hpp"
#include "rules/property_table.hpp"

namespace delta {
namespace {

/// The value that a property will have once the plan has run; empty if none.
std::string value_after(const Alteration& alteration, std::string_view key,
                        const std::map<std::string, NeededFeature>& features) {
  for (const auto* each : alteration.properties) {
    if (each->key == key) return each->to.value_or("");
  }
  for (const auto& [name, needed] : features) {
    const auto found = needed.properties.find(std::string(key));
    if (found != needed.properties.end()) return found->second;
  }
  const std::string* now = alteration.observed.property(key);
  return now == nullptr ? "" : *now;
}

}  // namespace

void judge_needs(const Alteration& alteration, Findings& findings) {
  std::map<std::string, NeededFeature> features;
  for (const auto* each : alteration.properties) {
    const rules::PropertyNeed* need = each->to ? rules::find_property_need(each->key, *each->to) : nullptr;
    if (need == nullptr) continue;
    if (features.empty()) features = alteration.needed_features();
    std::string_view first;
    bool met = false;
    for (std::string_view rest = need->needs; !rest.empty() && !met;) {
      const std::string_view one = rest.substr(0, rest.find('|'));
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
      if (first.empty()) first = one;
      const std::size_t equals = one.find('=');
      met = value_after(alteration, one.substr(0, equals), features) == one.substr(equals + 1);
    }
    if (met) continue;
    const std::string key(first.substr(0, first.find('=')));
    const std::string value(first.substr(key.size() + 1));
    findings.push_back(change_finding(rules::kNeedsAnotherProperty, alteration.desired, each->span,
                                      each->key + " needs " + key + " '" + value + "', which the table does not have",
                                      "declare property(\"" + key + "\", \"" + value + "\") too"));
  }
}

}  // namespace delta
