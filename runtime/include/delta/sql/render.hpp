#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "delta/plan/action.hpp"
#include "delta/sql/dialect.hpp"

namespace delta::sql {

/// One statement, and which of the rendered actions it runs: `count` of them from `first` on. A feature that the next
/// statement brings by itself has none of its own and counts to that one; a new table with CHECKs needs several.
struct Statement {
  std::string text;
  std::size_t first = 0;
  std::size_t count = 0;
  bool marks = false;  ///< writes the mark
};

/// The statements that run these actions on `table`, in order. Neighbours that one ALTER can carry become one statement
/// (ADD COLUMNS, DROP COLUMNS, ALTER COLUMN lists, SET TBLPROPERTIES): every DDL commit kills writers in flight.
/// `mark` (may be empty) is merged into CREATE TABLE or into the first SET TBLPROPERTIES; where there is neither it is
/// not written, and only without any action it is a statement of its own. Statements end without a semicolon.
std::vector<Statement> render_statements(const TableName& table, std::span<const Action> actions,
                                         const std::string& mark, const Dialect& dialect);

/// The same, texts only.
std::vector<std::string> render(const TableName& table, std::span<const Action> actions, const std::string& mark,
                                const Dialect& dialect);

/// True if Spark would not find CLUSTER BY in this table's CREATE: Delta (seen with 4.0.1 and 4.4.0;
/// tests/spark/changes looks again) looks for it in characters and cuts in UTF-16 units, so that a character beyond
/// U+FFFF in front of it makes a syntax error.
bool hides_clustering(const Table& table);

/// What brings a table back to what it was at a version, rows and all.
std::string restore_statement(const TableName& table, std::int64_t version);

/// What gives a table another name.
std::string rename_statement(const TableName& from, TableName to, const Dialect& dialect);

/// A column that rows are copied into, and the one that they come from.
struct CopiedColumn {
  const Column* from;
  const Column* to;
};

/// What copies all rows of one table into another that is there.
std::string copy_statement(const TableName& from, const TableName& to, std::span<const CopiedColumn> columns);

}  // namespace delta::sql
