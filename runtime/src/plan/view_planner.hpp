#pragma once
#include "plan/table_planner.hpp"

namespace delta {

/// Plans a declared view, as `plan_declared` does a table: made when it is missing, replaced when its query, columns,
/// comments or properties are others.
void plan_view(const Table& view, const PlanContext& context, TablePlan& plan);

/// Which views of the target each step breaks that renames or drops something: `Impact::views`. Views that the plan
/// replaces are not broken. `others` are what the target has beside the declared tables.
void find_broken_views(std::vector<TablePlan>& tables, const std::vector<ObservedTable>& others);

}  // namespace delta
