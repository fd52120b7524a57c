#include "plan/skip.hpp"

#include <algorithm>

#include "plan/impact.hpp"

namespace delta {
namespace {

class Skipper {
 public:
  explicit Skipper(std::vector<Step>& steps) : steps_(steps), gate_(steps.size()) {}

  void run(const std::vector<Permission>& allow, const std::string& table) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const std::string& kind = steps_[i].permission;
      if (kind.empty() || allowed(allow, kind, table)) continue;
      steps_[i].skipped = true;
      steps_[i].skip_reason = "needs --allow " + kind;
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
        "waits for " + step_words(steps_[because_of].action) + ": needs --allow " + steps_[gate_[index]].permission;
    return true;
  }

  /// A CHECK that is dropped to be added back is dropped only if it can be, and if something runs in between.
  std::optional<std::size_t> pointless_drop(std::size_t index) const {
    const auto* drop = std::get_if<action::DropCheck>(&steps_[index].action);
    if (drop == nullptr) return std::nullopt;
    std::optional<std::size_t> comes_back;
    std::optional<std::size_t> held_up;
    bool of_use = false;
    for (std::size_t i = index + 1; i < steps_.size(); ++i) {
      if (!needed_by(index, i)) continue;
      const auto* add = std::get_if<action::AddCheck>(&steps_[i].action);
      if (add != nullptr && Identifier(add->name) == Identifier(drop->name)) {
        comes_back = i;
      } else if (steps_[i].skipped) {
        held_up = i;
      } else {
        of_use = true;
      }
    }
    if (!comes_back) return std::nullopt;
    if (steps_[*comes_back].skipped) return comes_back;
    const auto& add = std::get<action::AddCheck>(steps_[*comes_back].action);
    const bool changes = add.expression != drop->expression;
    return held_up && !of_use && !changes ? held_up : std::nullopt;
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

void skip_what_may_not_run(std::vector<Step>& steps, const std::vector<Permission>& allow, const std::string& table) {
  Skipper(steps).run(allow, table);
}

}  // namespace delta
