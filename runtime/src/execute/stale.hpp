#pragma once
#include <string>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// A table that is not what a plan was made for.
struct StaleTable {
  TableName table;
  std::string difference;  ///< "column note STRING is gone", "it exists now"
};

/// Reads what a plan is about to change once more, in bulk, and compares it with what the plan was made for. Commits
/// that only added data make no difference, unless a step depends on rows. An error: the target cannot be read.
Expected<std::vector<StaleTable>> stale_tables(const Plan& plan, CatalogReader& reader);

/// True if the table's plan has something to run.
bool runs(const TablePlan& table);

}  // namespace delta
