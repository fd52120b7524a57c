#pragma once
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"

namespace delta {

bool allowed(const std::vector<Permission>& allow, const std::string& kind, const std::string& table);

/// Marks the steps that may not run: those without permission, those that need one that is skipped, and the drop of what
/// could not be added back, a CHECK or a key. Each says which flag allows it.
void skip_what_may_not_run(std::vector<Step>& steps, const std::vector<Permission>& allow, const std::string& table);

}  // namespace delta
