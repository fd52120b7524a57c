#include "rules/statistics.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace delta::rules {
namespace {

/// How many leaf columns have statistics unless delta.dataSkippingNumIndexedCols says otherwise.
constexpr int kIndexedColumns = 32;

/// Leaf columns in the order in which Delta counts them: fields of structs one by one, anything else as one.
int leaves(const DataType& type) {
  if (type.kind != TypeKind::structure) return 1;
  int count = 0;
  for (const Field& field : type.fields) count += leaves(field.type);
  return count;
}

/// How many leaves come before the one at `path`.
int leaves_before(const Table& table, const ColumnPath& path) {
  int count = 0;
  const DataType* inside = nullptr;
  for (const Column& column : table.columns) {
    if (column.name == path.steps[0]) {
      inside = &column.type;
      break;
    }
    count += leaves(column.type);
  }
  for (std::size_t i = 1; inside && i < path.steps.size(); ++i) {
    const DataType* next = nullptr;
    for (const Field& field : inside->fields) {
      if (field.name == path.steps[i]) {
        next = &field.type;
        break;
      }
      count += leaves(field.type);
    }
    inside = next;
  }
  return count;
}

bool named_in(std::string_view list, const ColumnPath& path) {
  bool quoted_part = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '`') quoted_part = !quoted_part;
    if (i < list.size() && (list[i] != ',' || quoted_part)) continue;
    std::string_view one = list.substr(begin, i - begin);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (ColumnPath::parse(one).contains(path)) return true;
    begin = i + 1;
  }
  return false;
}

const Property* property(const Table& table, std::string_view key) {
  const auto found =
      std::ranges::find_if(table.properties, [&](const Property& each) { return each.key.value == key; });
  return found == table.properties.end() ? nullptr : &*found;
}

}  // namespace

std::optional<StatisticsFault> statistics_fault(const Table& table, const ColumnPath& path) {
  if (const Property* named = property(table, "delta.dataSkippingStatsColumns")) {
    if (named_in(named->value.value, path)) return std::nullopt;
    return StatisticsFault{named, 0, 0};
  }
  int indexed = kIndexedColumns;
  if (const Property* given = property(table, "delta.dataSkippingNumIndexedCols")) {
    indexed = std::atoi(given->value.value.c_str());
    if (indexed < 0) return std::nullopt;
  }
  const int place = leaves_before(table, path) + 1;
  if (place <= indexed) return std::nullopt;
  return StatisticsFault{nullptr, indexed, place};
}

}  // namespace delta::rules
