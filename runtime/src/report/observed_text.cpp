#include "report/observed_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "delta/sql/type_text.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

constexpr std::size_t kCellWidth = 44;

using Rows = std::vector<std::vector<Cell>>;

std::string joined(const std::vector<LocatedText>& columns) {
  std::vector<std::string> names;
  for (const LocatedText& column : columns) names.push_back(printable(column.value));
  return fmt::format("({})", fmt::join(names, ", "));
}

std::string column_facts(const Column& column) {
  std::vector<std::string> parts{column.nullable ? "nullable" : "not null"};
  if (column.default_value) parts.push_back("default " + printable(column.default_value->value));
  if (column.generated) parts.push_back("generated as " + printable(column.generated->value));
  if (column.identity) parts.push_back(fmt::format("identity({}, {})", column.identity->start, column.identity->step));
  return fmt::format("{}", fmt::join(parts, ", "));
}

Rows column_rows(const Table& table, bool full) {
  Rows rows;
  for (const Column& column : table.columns) {
    const std::string type = sql::short_type_text(column.type);
    const std::string whole = sql::type_text(column.type);
    rows.push_back({{printable(column.name.text())},
                    {printable(full ? whole : type), Style::cyan},
                    {column_facts(column)},
                    {full ? printable(column.comment) : shorten(printable(column.comment), 60), Style::dim}});
  }
  return rows;
}

std::string section(std::string_view title, const Rows& rows, bool color) {
  return rows.empty() ? "" : fmt::format("  {}\n{}", title, align(rows, "    ", kCellWidth, color));
}

std::string status(const ObservedTable& table) {
  switch (table.presence) {
    case Presence::absent: return "absent";
    case Presence::not_visible: return "not visible: " + printable(unread_text(table));
    case Presence::failed: return "cannot be read: " + printable(unread_text(table));
    case Presence::present: break;
  }
  std::string out = table.version ? fmt::format("version {}", *table.version) : "present";
  return out + fmt::format(", reader {}, writer {}", table.protocol.reader, table.protocol.writer);
}

Style status_style(const ObservedTable& table) {
  if (table.presence == Presence::absent) return Style::dim;
  return table.present() ? Style::plain : Style::red;
}

}  // namespace

std::string observed_text(const ObservedTable& observed, const Invocation& invocation) {
  std::string out = paint(printable(observed.name.text()), Style::bold, invocation.color) + "   " +
                    paint(status(observed), status_style(observed), invocation.color) + "\n";
  if (!observed.present()) return out;
  const Table& table = observed.table;
  if (!table.comment.empty()) out += "  " + paint(printable(table.comment), Style::dim, invocation.color) + "\n";
  out += section("columns", column_rows(table, invocation.verbose), invocation.color);
  if (!table.partition_by.empty()) out += "  partitioned by " + joined(table.partition_by) + "\n";
  if (!table.cluster_by.empty()) out += "  clustered by " + joined(table.cluster_by) + "\n";
  Rows properties;
  for (const Property& property : table.properties) {
    if (property.key.value != kManagedMarkKey) {
      properties.push_back({{printable(property.key.value)}, {printable(property.value.value)}});
    }
  }
  out += section("properties", properties, invocation.color);
  Rows checks;
  for (const Check& check : table.checks) {
    checks.push_back({{printable(check.name.value)}, {printable(check.expression.value)}});
  }
  out += section("checks", checks, invocation.color);
  if (!observed.protocol.features.empty()) {
    out += printable(fmt::format("  features {}", fmt::join(observed.protocol.features, ", "))) + "\n";
  }
  out += observed.mark ? fmt::format("  marked as ours: {} declared when last applied\n",
                                     count(observed.mark->aspects.size(), "thing"))
                       : std::string("  not marked as ours\n");
  return out;
}

std::string observed_list_text(const std::vector<ObservedTable>& tables, const Invocation& invocation) {
  Rows rows;
  for (const ObservedTable& table : tables) {
    std::string what = status(table);
    if (table.present()) what = fmt::format("{}, {}", count(table.table.columns.size(), "column"), what);
    rows.push_back({{printable(table.name.text())}, {what, status_style(table)}});
  }
  return align(rows, "  ", 60, invocation.color);
}

}  // namespace delta::report
