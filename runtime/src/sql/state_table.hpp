#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "delta/model/identifier.hpp"

/// The table in which a server remembers what runs did. Rows are added and never changed; a text may lie in several.
namespace delta::sql {

struct StateRow {
  std::string kind;        ///< what the text is part of
  std::string name;        ///< and of which one
  std::int64_t place = 0;  ///< the byte of the whole text at which this part begins
  std::string text;
};

/// Makes it unless it is there. Delta itself then refuses to change or delete a row.
std::string create_state_table(const TableName& table);
/// All rows in one commit.
std::string add_state_rows(const TableName& table, std::span<const StateRow> rows);
/// Columns: kind, name, place of every row, and the text of those of the kinds `ledger` and `format`.
std::string state_index(const TableName& table);
/// Columns: name, place, text of the rows of a kind; of one name only unless that is empty.
std::string state_texts(const TableName& table, std::string_view kind, std::string_view name);

}  // namespace delta::sql
