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

/// A property with its value, as the table of needs writes them: "key=value|key=value".
struct Pair {
  std::string key;
  std::string value;
  std::string text() const { return key + " '" + value + "'"; }
};

std::vector<Pair> pairs_of(std::string_view list) {
  std::vector<Pair> pairs;
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find('|'));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    const std::size_t equals = one.find('=');
    pairs.push_back({std::string(one.substr(0, equals)), std::string(one.substr(equals + 1))});
  }
  return pairs;
}

}  // namespace

void judge_needs(const Alteration& alteration, Findings& findings) {
  std::map<std::string, NeededFeature> features;
  for (const auto* each : alteration.properties) {
    const rules::PropertyNeed* need = each->to ? rules::find_property_need(each->key, *each->to) : nullptr;
    if (need == nullptr) continue;
    if (features.empty()) features = alteration.needed_features();
    const std::vector<Pair> ways = pairs_of(need->needs);
    const bool met = std::any_of(ways.begin(), ways.end(), [&](const Pair& way) {
      return value_after(alteration, way.key, features) == way.value;
    });
    if (met) continue;
    const Pair& first = ways.front();
    findings.push_back(change_finding(rules::kNeedsAnotherProperty, alteration.desired, each->span,
                                      each->key + " needs " + first.text() + ", which the table does not have",
                                      "declare property(\"" + first.key + "\", \"" + first.value + "\") too"));
  }
}

void judge_needs_of_creation(const Table& desired, Findings& findings) {
  const auto declared = [&](const std::string& key) {
    return std::find_if(desired.properties.begin(), desired.properties.end(),
                        [&](const Property& each) { return each.key.value == key; });
  };
  for (const Property& each : desired.properties) {
    const rules::PropertyNeed* need = rules::find_property_need(each.key.value, each.value.value);
    if (need == nullptr) continue;
    const Property* against = nullptr;
    bool met = false;
    for (const Pair& way : pairs_of(need->needs)) {
      const auto there = declared(way.key);
      if (there == desired.properties.end()) continue;
      met = met || there->value.value == way.value;
      against = &*there;
    }
    if (met || against == nullptr) continue;
    findings.push_back(
        change_finding(rules::kNeedsAnotherProperty, desired, each.value.span,
                       each.key.value + " needs " + pairs_of(need->needs).front().text() + ", and " +
                           against->key.value + " is declared '" + against->value.value + "'",
                       "take property(\"" + against->key.value + "\", …) away: a new table gets what it needs"));
  }
}

}  // namespace delta
