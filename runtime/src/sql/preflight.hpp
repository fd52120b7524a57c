#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/table.hpp"

namespace delta::sql {

/// The questions that a server is asked before a plan runs. None changes anything.

/// One row of NULLs with the table's columns: what an expression over them is typed against.
std::string typed_row(const Table& table);

/// Refused unless each of these conditions can be one over the table's columns. Answers with no row.
std::string condition_probe(const Table& table, std::span<const std::string> conditions);

/// Answers with rows that tell of an error unless CREATE TABLE takes the columns' defaults and generation expressions.
/// Nothing else of the table is asked about.
std::string computed_columns_probe(const std::vector<Column>& columns);
/// The error in the rows of an EXPLAIN, without its heading; empty when there is none.
std::string explained_error(std::span<const std::string> lines);

/// A column as it will be, and where its values come from now.
struct SourceColumn {
  Identifier name;
  DataType type;
  Identifier before;   ///< empty: the column is new
  bool cast = false;   ///< its type changes
  std::string filled;  ///< what is to stand where it is NULL; empty when NULL stays
};

/// One row: how many rows the table has, how many of them break the condition, and of one of those the columns of
/// `shown` as JSON. A condition that is neither true nor false is broken, as Delta has it.
std::string violations_query(const TableName& table, std::span<const SourceColumn> columns, std::string_view condition,
                             std::span<const Identifier> shown);

}  // namespace delta::sql
