#include "delta/plan/policy.hpp"

#include <algorithm>

#include "delta/plan/planner.hpp"
#include "delta/rules/policies.hpp"
#include "plan/policy_scope.hpp"

namespace delta {
namespace {

const Policy::Protection* protection_of(const Policy& policy, const std::string& table, bool frozen) {
  for (const Policy::Protection& each : policy.protections) {
    if (each.frozen == frozen && glob_match(each.tables.value, table)) return &each;
  }
  return nullptr;
}

/// The table that a step changes, where that is not the plan's own: references of others are dropped and put back.
const TableName* other_table(const Action& action) {
  if (const auto* add = std::get_if<action::AddForeignKey>(&action)) return add->table ? &*add->table : nullptr;
  if (const auto* drop = std::get_if<action::DropForeignKey>(&action)) return drop->table ? &*drop->table : nullptr;
  return nullptr;
}

/// Judges the steps of one table, each kind of fault once.
class StepJudge {
 public:
  StepJudge(const Policy& policy, const TablePlan& plan, const SourceSpan& declared)
      : policy_(policy), plan_(plan), name_(plan.name.text()), declared_(declared) {}

  Findings run() {
    for (const Unit& unit : plan_.units) {
      if (unit.done) continue;
      for (const Step& step : unit.steps) judge(step);
    }
    judge_frozen();
    for (std::string& what : steps_out_of_scope(plan_, scope_of(policy_, name_))) judge_scope(std::move(what));
    return std::move(findings_);
  }

 private:
  void judge(const Step& step) {
    const TableName* other = other_table(step.action);
    const std::string table = other != nullptr ? other->text() : name_;
    if (const auto* frozen = protection_of(policy_, table, true)) {
      ++frozen_steps_;
      if (frozen_ == nullptr) frozen_ = frozen, frozen_table_ = table;
    }
    if (step.skipped) return;
    if (!step.permission.empty() && !policy_allows(policy_, step.permission, name_)) {
      add(rules::kKindNotAllowed, "the policy does not allow " + step.permission + " on " + name_,
          "plan again: the new plan leaves it out", {}, "");
    }
    const auto* kept = protection_of(policy_, name_, false);
    if (kept != nullptr && step.impact.destructive) {
      add(rules::kTableFrozen, "the policy keeps the data of " + name_ + ", and a step would lose some",
          "plan again: the new plan leaves it out", kept->tables.span, "kept here");
    }
  }

  void judge_frozen() {
    if (frozen_ == nullptr) return;
    const std::string number = frozen_steps_ == 1 ? "1 step" : std::to_string(frozen_steps_) + " steps";
    add(rules::kTableFrozen, "the policy freezes " + frozen_table_ + ", and " + number + " would change it",
        "take the change back, or have the policy changed", frozen_->tables.span, "frozen here");
  }

  void judge_scope(std::string what) {
    const auto* owned = ownership_of(policy_, name_);
    add(rules::kOutOfScope,
        std::move(what) + " is left to others: the scope of " + name_ + " is '" +
            std::string(scope_word(owned->scope)) + "'",
        "plan again: the new plan leaves it out", owned->tables.span, "said here");
  }

  void add(const rules::RuleInfo& rule, std::string text, std::string fix, const SourceSpan& where, std::string note) {
    if (std::any_of(findings_.begin(), findings_.end(), [&](const Finding& each) { return each.text == text; })) return;
    Finding& found = findings_.emplace_back(rules::finding(rule, declared_, std::move(text), std::move(fix)));
    found.table = name_;
    if (where.known()) found.notes.push_back({where, std::move(note)});
  }

  const Policy& policy_;
  const TablePlan& plan_;
  const std::string name_;
  const SourceSpan& declared_;
  Findings findings_;
  const Policy::Protection* frozen_ = nullptr;
  std::string frozen_table_;
  std::size_t frozen_steps_ = 0;
};

}  // namespace

std::string_view scope_word(Scope scope) {
  switch (scope) {
    case Scope::full: return "full";
    case Scope::columns: return "columns";
    case Scope::metadata: return "metadata";
    case Scope::none: return "none";
  }
  return "";
}

const Policy::Ownership* ownership_of(const Policy& policy, const std::string& table) {
  const auto found = std::find_if(policy.scopes.begin(), policy.scopes.end(),
                                  [&](const Policy::Ownership& each) { return glob_match(each.tables.value, table); });
  return found == policy.scopes.end() ? nullptr : &*found;
}

Scope scope_of(const Policy& policy, const std::string& table) {
  const Policy::Ownership* owned = ownership_of(policy, table);
  return owned == nullptr ? Scope::full : owned->scope;
}

bool policy_allows(const Policy& policy, const std::string& kind, const std::string& table) {
  if (!policy.allow) return true;
  return std::any_of(policy.allow->begin(), policy.allow->end(), [&](const Policy::Allowed& each) {
    return each.permission.kind == kind && glob_match(each.permission.glob, table);
  });
}

bool policy_allows(const Policy& policy, const std::string& kind) {
  if (!policy.allow) return true;
  return std::any_of(policy.allow->begin(), policy.allow->end(),
                     [&](const Policy::Allowed& each) { return each.permission.kind == kind; });
}

std::string why_forbidden(const Policy& policy, const Step& step, const std::string& table) {
  if (!step.permission.empty() && !policy_allows(policy, step.permission, table)) {
    return "the policy does not allow " + step.permission;
  }
  if (step.impact.destructive && protection_of(policy, table, false) != nullptr)
    return "the policy keeps this table's data";
  return "";
}

Findings judge_steps(const Policy& policy, const TablePlan& plan, const SourceSpan& declared) {
  if (policy.protections.empty() && policy.scopes.empty() && !policy.allow) return {};
  return StepJudge(policy, plan, declared).run();
}

void apply_severities(const Policy& policy, Findings& findings) {
  if (policy.severities.empty()) return;
  std::erase_if(findings, [&](Finding& each) {
    const auto asked = policy.severities.find(each.code);
    if (asked == policy.severities.end()) return false;
    if (asked->second) each.severity = *asked->second;
    return !asked->second;
  });
}

bool policy_asks_for(const Policy& policy, int code) {
  const auto asked = policy.severities.find(code);
  return asked != policy.severities.end() && asked->second.has_value();
}

}  // namespace delta
