#pragma once
#include "delta/catalog/prober.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// The table once all its steps ran, those that wait for permission too.
Table table_after(const TablePlan& plan);

/// Asks the server what columns the query of each view gives that the plan makes, over the tables as they will be. What
/// it refuses, and columns that are not the struct's, become findings of the view.
Expected<void> check_views(Plan& plan, Prober& prober);

}  // namespace delta
