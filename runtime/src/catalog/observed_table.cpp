#include "delta/catalog/observed_table.hpp"

#include <utility>

namespace delta {

std::string ObservedTable::mapping_mode() const {
  const std::string* mode = property("delta.columnMapping.mode");
  return mode == nullptr ? "none" : *mode;
}

const std::string* ObservedTable::property(std::string_view key) const {
  for (const Property& each : table.properties) {
    if (each.key.value == key) return &each.value.value;
  }
  return nullptr;
}

ObservedTable unread_table(const TableName& name, Presence presence, Error why, int code) {
  ObservedTable table;
  table.name = name;
  table.table.name = name;
  table.presence = presence;
  table.problem = std::move(why.message);
  table.fix = std::move(why.fix);
  table.code = code;
  return table;
}

std::string unread_text(const ObservedTable& table) { return in_one_line(table.problem, table.fix); }

}  // namespace delta
