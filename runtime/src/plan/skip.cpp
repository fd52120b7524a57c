#include "plan/skip.hpp"

#include <algorithm>

#include "plan/impact.hpp"

namespace delta {

bool drops_something(const Action& action) {
  return std::holds_alternative<action::DropCheck>(action) || std::holds_alternative<action::DropPrimaryKey>(action) ||
         std::holds_alternative<action::DropForeignKey>(action) || std::holds_alternative<action::DropPolicy>(action) ||
         std::holds_alternative<action::UnsetTag>(action);
}

bool adds_back(const Action& drop, const Action& later) {
  if (const auto* check = std::get_if<action::DropCheck>(&drop)) {
    const auto* add = std::get_if<action::AddCheck>(&later);
    return add != nullptr && Identifier(add->name) == Identifier(check->name);
  }
  if (const auto* key = std::get_if<action::DropForeignKey>(&drop)) {
    const auto* add = std::get_if<action::AddForeignKey>(&later);
    return add != nullptr && add->table == key->table && add->key.name.value == key->key.name.value;
  }
  if (const auto* tag = std::get_if<action::UnsetTag>(&drop)) {
    const auto* set = std::get_if<action::SetTag>(&later);
    return set != nullptr && set->key == tag->key;
  }
  if (std::holds_alternative<action::DropPrimaryKey>(drop)) return std::holds_alternative<action::SetPrimaryKey>(later);
  return std::holds_alternative<action::DropPolicy>(drop) && std::holds_alternative<action::SetPolicy>(later);
}

namespace {

/// True if nothing would have changed once `add` has run after `drop`. What is no CHECK comes back under new names.
bool unchanged(const Action& drop, const Action& add) {
  const auto* check = std::get_if<action::DropCheck>(&drop);
  return check != nullptr && std::get<action::AddCheck>(add).expression == check->expression;
}

class Skipper {
 public:
  explicit Skipper(std::vector<Step>& steps) : steps_(steps), gate_(steps.size()) {}

  void run(const PlanOptions& options, const std::string& table) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      Step& step = steps_[i];
      step.skip_reason = why_forbidden(options.policy, step, table);
      step.forbidden = !step.skip_reason.empty();
      const std::string& kind = step.permission;
      if (!step.forbidden && (kind.empty() || allowed(options.allow, kind, table))) continue;
      step.skipped = true;
      if (!step.forbidden) step.skip_reason = "needs --allow " + kind;
      gate_[i] = i;
    }
    while (spread()) {
    }
  }

 private:
  bool skip(std::size_t index, std::size_t because_of) {
    if (steps_[index].skipped) return false;
    steps_[index].skipped = true;
    gate_[index] = gate_[because_of];
    steps_[index].skip_reason =
        "waits for " + step_words(steps_[because_of].action) + ": " + steps_[gate_[index]].skip_reason;
    return true;
  }

  /// What is dropped to be added back is dropped only if it can be, and if something runs in between.
  std::optional<std::size_t> pointless_drop(std::size_t index) const {
    if (!drops_something(steps_[index].action)) return std::nullopt;
    std::optional<std::size_t> comes_back;
    std::optional<std::size_t> held_up;
    bool of_use = false;
    for (std::size_t i = index + 1; i < steps_.size(); ++i) {
      if (!needed_by(index, i)) continue;
      if (adds_back(steps_[index].action, steps_[i].action)) {
        comes_back = i;
      } else if (steps_[i].skipped) {
        held_up = i;
      } else {
        of_use = true;
      }
    }
    if (!comes_back) return std::nullopt;
    if (steps_[*comes_back].skipped) return comes_back;
    return held_up && !of_use && unchanged(steps_[index].action, steps_[*comes_back].action) ? held_up : std::nullopt;
  }

  bool needed_by(std::size_t index, std::size_t later) const {
    return std::find(steps_[later].needs.begin(), steps_[later].needs.end(), index) != steps_[later].needs.end();
  }

  /// A feature that no step asks for any more is not switched on: that could not be taken back.
  std::optional<std::size_t> pointless_service(std::size_t index) const {
    if (!steps_[index].serves) return std::nullopt;
    std::optional<std::size_t> skipped;
    for (std::size_t i = index + 1; i < steps_.size(); ++i) {
      if (!needed_by(index, i)) continue;
      if (!steps_[i].skipped) return std::nullopt;
      if (!skipped) skipped = i;
    }
    return skipped;
  }

  bool spread() {
    bool more = false;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (steps_[i].skipped) continue;
      for (const std::size_t need : steps_[i].needs) {
        if (steps_[need].skipped) more = skip(i, need) || more;
      }
      if (const auto cause = pointless_drop(i)) more = skip(i, *cause) || more;
      if (const auto cause = pointless_service(i)) more = skip(i, *cause) || more;
    }
    return more;
  }

  std::vector<Step>& steps_;
  std::vector<std::size_t> gate_;  // for a skipped step the one that lacks permission
};

}  // namespace

bool allowed(const std::vector<Permission>& allow, const std::string& kind, const std::string& table) {
  return std::any_of(allow.begin(), allow.end(),
                     [&](const Permission& each) { return each.kind == kind && glob_match(each.glob, table); });
}

bool may_run(const PlanOptions& options, const std::string& kind, const std::string& table) {
  return allowed(options.allow, kind, table) && policy_allows(options.policy, kind, table);
}

void skip_what_may_not_run(std::vector<Step>& steps, const PlanOptions& options, const std::string& table) {
  Skipper(steps).run(options, table);
}

}  // namespace delta
