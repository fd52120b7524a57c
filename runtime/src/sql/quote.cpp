#include "delta/sql/quote.hpp"

namespace delta::sql {
namespace {

std::string escaped(char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + kDigits[byte >> 4U] + kDigits[byte & 0xFU];
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) quoted.append(c == '`' ? 2 : 1, c);
  return quoted + '`';
}

std::string quote(const TableName& name) {
  std::string quoted;
  for (const Identifier& part : name.parts) quoted += (quoted.empty() ? "" : ".") + quote_identifier(part.text());
  return quoted;
}

std::string quote(const ColumnPath& path) {
  std::string quoted;
  for (const Identifier& step : path.steps) quoted += (quoted.empty() ? "" : ".") + quote_identifier(step.text());
  return quoted;
}

std::string quote_string(std::string_view value) {
  std::string quoted = "'";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\\' || c == '\'') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      quoted += escaped(c);
    } else if (c == '$' && i + 1 < value.size() && value[i + 1] == '{') {
      quoted += escaped(c);  // Spark substitutes ${…} before it parses, in literals too
    } else {
      quoted += c;
    }
  }
  return quoted + '\'';
}

}  // namespace delta::sql
