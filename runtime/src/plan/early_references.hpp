#pragma once
#include <vector>

#include "delta/plan/plan.hpp"

namespace delta {

/// Where new tables refer to each other in a circle, one of them is made before the table that it refers to: its
/// reference is added when that one is there, by that one's plan. `tables` are in the order of execution.
void move_early_references(std::vector<TablePlan>& tables);

}  // namespace delta
