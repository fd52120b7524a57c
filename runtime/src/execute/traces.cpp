#include "execute/traces.hpp"

#include <algorithm>

#include "diff/rename_cycles.hpp"

namespace delta {
namespace {

bool refers(const ObservedTable& now, const TableName& table, const ForeignKey& key) {
  return std::any_of(now.referred_by.begin(), now.referred_by.end(), [&](const Referrer& each) {
    return each.table == table && Identifier(each.key.name.value) == Identifier(key.name.value);
  });
}

bool has(const ObservedTable& now, const AccessPolicy& policy) {
  return std::find(now.policies.begin(), now.policies.end(), policy) != now.policies.end();
}

struct Trace {
  const ObservedTable& now;

  using Answer = std::optional<bool>;
  Answer operator()(const action::EnableFeature& a) const { return now.protocol.supports(a.feature); }
  Answer operator()(const action::SetPolicy& a) const { return has(now, a.policy); }
  Answer operator()(const action::DropPolicy& a) const { return !has(now, a.policy); }
  Answer operator()(const action::AddForeignKey& a) const {
    if (!a.table || now.blind.contains(Aspect::keys)) return std::nullopt;
    return refers(now, *a.table, a.key);
  }
  Answer operator()(const action::DropForeignKey& a) const {
    if (!a.table || now.blind.contains(Aspect::keys)) return std::nullopt;
    return !refers(now, *a.table, a.key);
  }
  Answer operator()(const action::SetProperty& a) const {
    if (a.key != kRenamesKey) return std::nullopt;
    const std::string* value = now.property(a.key);
    return value != nullptr && *value == a.value;
  }
  Answer operator()(const action::UnsetProperty& a) const {
    return a.key == kRenamesKey ? Answer(now.property(a.key) == nullptr) : std::nullopt;
  }
  template <class Other>
  Answer operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<bool> left_a_trace(const Unit& unit, const ObservedTable& now) {
  if (unit.mark) return now.mark == unit.mark;
  for (const Step& step : unit.steps) {
    if (step.skipped) continue;
    if (const auto told = std::visit(Trace{now}, step.action)) return told;
  }
  return std::nullopt;
}

}  // namespace delta
