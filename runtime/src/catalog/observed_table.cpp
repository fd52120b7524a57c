#include "delta/catalog/observed_table.hpp"

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

}  // namespace delta
