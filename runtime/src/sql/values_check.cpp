#include "delta/sql/values_check.hpp"

namespace delta::sql {

std::string values_check(const Identifier& column, std::span<const std::string> literals) {
  std::string text = quote_identifier(column.text()) + " IN (";
  for (std::size_t i = 0; i < literals.size(); ++i) {
    if (i > 0) text += ", ";
    text += literals[i];
  }
  return text + ")";
}

}  // namespace delta::sql
