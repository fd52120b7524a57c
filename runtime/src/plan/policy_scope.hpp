#pragma once
#include <string>
#include <vector>

#include "delta/diff/diff.hpp"
#include "delta/plan/policy.hpp"

namespace delta {

/// Moves the changes of a scope that is not `full` from what is to be done to what is left alone. `observed` is what
/// the changes were found on: one of a column that is not there is left alone with it.
void keep_within_scope(Diff& diff, const ObservedTable& observed, Scope scope);

/// What of a declared table the code manages when it makes the table.
Table part_in_scope(Table table, Scope scope);
/// What a table is to remember: `declared`, the mark of `desired`, without what is out of scope.
ManagedMark mark_in_scope(ManagedMark declared, const Table& desired, Scope scope);

/// True if the scope lets the code make, rename and drop a table, or only make it.
bool makes_tables(Scope scope);
bool ends_tables(Scope scope);

/// The steps that run and that the scope leaves to others, a few words each. What a plan takes away and puts back for a
/// change that is in scope is none.
std::vector<std::string> steps_out_of_scope(const TablePlan& plan, Scope scope);

}  // namespace delta
