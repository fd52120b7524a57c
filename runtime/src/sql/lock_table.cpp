#include "sql/lock_table.hpp"

#include "delta/sql/quote.hpp"

namespace delta::sql {

std::string create_lock_table(const TableName& table, std::string_view holder) {
  return "CREATE TABLE " + quote(table) + " (held INT) COMMENT " + quote_string(holder);
}

std::string drop_lock_table(const TableName& table) { return "DROP TABLE IF EXISTS " + quote(table); }

}  // namespace delta::sql
