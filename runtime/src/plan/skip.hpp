#pragma once
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"

namespace delta {

bool allowed(const std::vector<Permission>& allow, const std::string& kind, const std::string& table);

/// True if the kind is allowed on the table, by the permissions and by the policy.
bool may_run(const PlanOptions& options, const std::string& kind, const std::string& table);

/// Marks the steps that may not run: those without permission, those that the policy forbids, those that need one that
/// is skipped, and the drop of what could not be added back, a CHECK or a key. Each says which flag allows it, if one
/// does.
void skip_what_may_not_run(std::vector<Step>& steps, const PlanOptions& options, const std::string& table);

/// True for a drop of what may have to make way for another step and be put back: a CHECK, a key, a tag, a mask.
bool drops_something(const Action& action);
/// True if `later` adds back what `drop` takes away, as it was or changed.
bool adds_back(const Action& drop, const Action& later);

}  // namespace delta
