#include "sql/preflight.hpp"

#include "delta/sql/quote.hpp"
#include "delta/sql/type_text.hpp"
#include "sql/render_create.hpp"

namespace delta::sql {
namespace {

std::string null_of(const DataType& type) { return "CAST(NULL AS " + type_text(type) + ')'; }

std::string source_of(const SourceColumn& column) {
  std::string value = column.before.empty() ? null_of(column.type) : quote_identifier(column.before.text());
  if (!column.before.empty() && column.cast) value = "CAST(" + value + " AS " + type_text(column.type) + ')';
  if (!column.filled.empty()) value = "coalesce(" + value + ", " + column.filled + ')';
  return value + " AS " + quote_identifier(column.name.text());
}

}  // namespace

std::string typed_row(const Table& table) {
  std::string row;
  for (const Column& column : table.columns) {
    row += (row.empty() ? "SELECT " : ", ") + null_of(column.type) + " AS " + quote_identifier(column.name.text());
  }
  return row.empty() ? "SELECT 1" : row;
}

std::string condition_probe(const Table& table, std::span<const std::string> conditions) {
  std::string text = "SELECT 1 FROM (" + typed_row(table) + ") WHERE ";
  for (const std::string& condition : conditions) text += '(' + condition + "\n) AND ";
  return text + "FALSE";
}

std::string computed_columns_probe(const std::vector<Column>& columns) {
  std::string list;
  for (const Column& column : columns) list += (list.empty() ? "" : ", ") + column_definition(column);
  return "EXPLAIN CREATE TABLE deltac_probe (" + list + ") USING DELTA";
}

std::string explained_error(std::span<const std::string> lines) {
  constexpr std::string_view heading = "Error occurred during query planning:";
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " ") + line;
  const std::size_t at = text.find(heading);
  if (at == std::string::npos) return {};
  text.erase(0, at + heading.size());
  for (char& c : text) c = c == '\n' ? ' ' : c;
  // What follows the SQLSTATE is the server's picture of the statement.
  const std::size_t state = text.find("SQLSTATE:");
  if (state != std::string::npos)
    text.resize(std::min(text.size(), state + std::string_view("SQLSTATE: 42623").size()));
  text.erase(0, text.find_first_not_of(' '));
  return text.empty() ? "the server gives no reason" : text;
}

std::string violations_query(const TableName& table, std::span<const SourceColumn> columns, std::string_view condition,
                             std::span<const Identifier> shown) {
  std::string source;
  for (const SourceColumn& column : columns) source += (source.empty() ? "" : ", ") + source_of(column);
  if (source.empty()) source = "1";
  std::string row;
  for (const Identifier& column : shown) row += (row.empty() ? "" : ", ") + quote_identifier(column.text());
  const std::string broken = '(' + std::string(condition) + "\n) IS NOT TRUE";
  const std::string example = row.empty() ? "NULL"
                                          : "first(to_json(struct(" + row +
                                                "), map('ignoreNullFields', 'false'))) FILTER (WHERE " + broken + ')';
  return "SELECT count(*), count_if(" + broken + "), " + example + " FROM (SELECT " + source + " FROM " + quote(table) +
         ')';
}

}  // namespace delta::sql
