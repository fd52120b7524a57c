#pragma once
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"
#include "delta/sql/dialect.hpp"
#include "plan/key_index.hpp"

namespace delta {

/// What every table of a plan is planned with.
struct PlanContext {
  const std::string& registry_name;
  std::uint64_t registry_hash;
  const Capabilities& capabilities;
  const PlanOptions& options;
  const sql::Dialect& dialect;
  const KeyIndex* keys = nullptr;  ///< where the target stores keys or tags
};

/// Plans a declared table. `observed` is what the target has under its name, or, if `renamed`, under its earlier one;
/// present or absent. `findings` are those of the rules and of the search for earlier names.
TablePlan plan_declared(const Table& desired, ObservedTable&& observed, bool renamed, Findings findings,
                        const PlanContext& context);

/// `observed` is present.
TablePlan plan_tombstone(const Tombstone& tombstone, ObservedTable&& observed, const PlanContext& context);

/// A table that cannot be read, or of which the target cannot tell whether it is there. `declared` is where the code
/// names it, `findings` are those of the rules.
TablePlan plan_unreadable(const TableName& name, ObservedTable&& observed, const SourceSpan& declared,
                          Findings findings = {});

/// True if the mark on a table is one for this table: copies made by CREATE LIKE and clones carry another table's.
bool bears_own_mark(const ObservedTable& observed, const Table& desired);

}  // namespace delta
