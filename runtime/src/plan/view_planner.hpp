#pragma once
#include "plan/table_planner.hpp"

namespace delta {

/// Plans a declared view: made when it is missing, replaced when its query, columns, comments or properties are others.
TablePlan plan_view(const Table& view, ObservedTable&& observed, Findings findings, const PlanContext& context);

/// Which views of the target each step breaks that renames or drops something: `Impact::views`. Views that the plan
/// replaces are not broken. `others` are what the target has beside the declared tables.
void find_broken_views(std::vector<TablePlan>& tables, const std::vector<ObservedTable>& others);

}  // namespace delta
