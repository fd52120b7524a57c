#pragma once
#include <span>
#include <string>
#include <vector>

#include "delta/plan/action.hpp"
#include "delta/sql/dialect.hpp"

namespace delta::sql {

/// The statements that run these actions on `table`, in order. Neighbours that one ALTER can carry become one statement
/// (ADD COLUMNS, DROP COLUMNS, ALTER COLUMN lists, SET TBLPROPERTIES): every DDL commit kills writers in flight.
/// A mark is merged into the first SET TBLPROPERTIES. Statements end without a semicolon.
std::vector<std::string> render(const TableName& table, std::span<const Action> actions, const std::string& mark,
                                const Dialect& dialect);

}  // namespace delta::sql
