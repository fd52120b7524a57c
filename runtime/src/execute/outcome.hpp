#pragma once
#include <string>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/execute/plan_executor.hpp"

namespace delta {

/// Runs a unit. If its answer never comes, the target is read before anything else: a unit that ran is taken for done,
/// and one of which nothing ran runs once more where that may help. `after` is the table's name once the unit ran.
Expected<UnitResult, ExecutionError> run_unit(PlanExecutor& executor, CatalogReader& reader, const TablePlan& table,
                                              const Unit& unit, const TableName& after);

}  // namespace delta
