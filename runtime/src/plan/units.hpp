#pragma once
#include <optional>
#include <vector>

#include "delta/plan/plan.hpp"
#include "delta/sql/dialect.hpp"
#include "plan/marks.hpp"

namespace delta {

/// What of a mark goes with the units of one table.
struct MarkToWrite {
  std::optional<MarkParts> parts;  ///< nothing: write none
  bool alone = false;              ///< also when no step runs: adopt, take over
};

/// Cuts a table's steps into what is atomic on the target, with SQL and fingerprints.
std::vector<Unit> make_units(std::vector<Step> steps, const ObservedTable& observed, const MarkToWrite& mark,
                             const Capabilities& capabilities, const sql::Dialect& dialect);

}  // namespace delta
