#pragma once
#include <vector>

#include "delta/plan/plan.hpp"

namespace delta {

/// Each table of a schema that is missing was planned with its creation; only the first one that may create it keeps
/// that step. `tables` are in the order of execution. Steps that wait for permission stay, so that each table says why.
void keep_first_schema_creations(std::vector<TablePlan>& tables);

}  // namespace delta
