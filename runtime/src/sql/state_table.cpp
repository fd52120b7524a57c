#include "sql/state_table.hpp"

#include "delta/sql/quote.hpp"

namespace delta::sql {

std::string create_state_table(const TableName& table) {
  return "CREATE TABLE IF NOT EXISTS " + quote(table) +
         " (kind STRING, name STRING, place BIGINT, text STRING) USING DELTA COMMENT 'What runs of deltac did'"
         " TBLPROPERTIES ('delta.appendOnly' = 'true')";
}

std::string add_state_rows(const TableName& table, std::span<const StateRow> rows) {
  std::string statement = "INSERT INTO " + quote(table) + " VALUES";
  std::string_view before = " (";
  for (const StateRow& row : rows) {
    statement.append(before).append(quote_string(row.kind)).append(", ").append(quote_string(row.name));
    statement.append(", ").append(std::to_string(row.place)).append(", ").append(quote_string(row.text)).append(")");
    before = ", (";
  }
  return statement;
}

std::string state_index(const TableName& table) {
  return "SELECT kind, name, place, CASE WHEN kind IN ('ledger', 'format') THEN text END FROM " + quote(table);
}

std::string state_texts(const TableName& table, std::string_view kind, std::string_view name) {
  const std::string all = "SELECT name, place, text FROM " + quote(table) + " WHERE kind = " + quote_string(kind);
  return name.empty() ? all : all + " AND name = " + quote_string(name);
}

}  // namespace delta::sql
