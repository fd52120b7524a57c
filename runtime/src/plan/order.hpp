#pragma once
#include <vector>

#include "delta/plan/plan.hpp"

namespace delta {

/// Puts table plans in the order of execution: create, alter, drop, each by name, but a table after those that it
/// depends on. Where tables depend on each other in a circle the first by name goes first. `depends_on` keeps only what
/// comes earlier and has something to do.
void order_tables(std::vector<TablePlan>& tables);

}  // namespace delta
