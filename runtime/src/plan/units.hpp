#pragma once
#include <optional>
#include <vector>

#include "delta/plan/plan.hpp"
#include "delta/sql/dialect.hpp"
#include "plan/marks.hpp"

namespace delta {

/// What of a mark goes with the units of one table.
struct MarkToWrite {
  const Table* desired = nullptr;  ///< null: write none
  std::string registry_name;
  std::optional<ManagedMark> before;
  std::vector<change::ColumnRenamed> renames;
  bool alone = false;  ///< also when no step runs: adopt, take over
};

/// Cuts a table's steps into what is atomic on the target, with SQL and fingerprints.
std::vector<Unit> make_units(std::vector<Step> steps, const ObservedTable& observed, const MarkToWrite& mark,
                             const Capabilities& capabilities, const sql::Dialect& dialect);

}  // namespace delta
