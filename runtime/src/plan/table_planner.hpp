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

/// Each plans one table, into `plan`: begun with its name, what was observed of it, and the findings of the rules and
/// of the search for earlier names. It is filled where it stands, since there are many and each is large.

/// A declared table. What was observed is what the target has under its name, or, if `renamed`, under its earlier one;
/// present or absent.
void plan_declared(const Table& desired, bool renamed, const PlanContext& context, TablePlan& plan);

/// A table that is to be gone, and is present.
void plan_tombstone(const Tombstone& tombstone, const PlanContext& context, TablePlan& plan);

/// A table that cannot be read, or of which the target cannot tell whether it is there. `declared` is where the code
/// names it.
void plan_unreadable(const SourceSpan& declared, TablePlan& plan);

/// True if the mark on a table is one for this table: copies made by CREATE LIKE and clones carry another table's.
bool bears_own_mark(const ObservedTable& observed, const Table& desired);

}  // namespace delta
