#pragma once
#include <string>
#include <vector>

#include "delta/plan/planner.hpp"
#include "delta/sql/dialect.hpp"

namespace delta {

/// What every table of a plan is planned with.
struct PlanContext {
  const std::string& registry_name;
  std::string registry_hash;
  const Capabilities& capabilities;
  const PlanOptions& options;
  const sql::Dialect& dialect;
};

/// A declared table, and what the target has of it.
struct PlanTask {
  const Table* desired = nullptr;
  ObservedTable observed;  ///< under its own name, or under the earlier one when it is to be renamed
  bool renamed = false;    ///< `observed` is there under an earlier name
  Findings findings;       ///< what the rules and the search for earlier names found
};

TablePlan plan_declared(PlanTask task, const PlanContext& context);

/// `observed` is present.
TablePlan plan_tombstone(const Tombstone& tombstone, ObservedTable observed, const PlanContext& context);

/// A table that cannot be read, or of which the target cannot tell whether it is there.
TablePlan plan_unreadable(const TableName& name, ObservedTable observed);

/// The mark on a table if it is one of ours for this table: copies made by CREATE LIKE and clones carry another table's.
std::optional<ManagedMark> mark_of(const ObservedTable& observed, const Table& desired);

}  // namespace delta
