#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", property("delta.columnMapping.mode", "name"), comment("what was sold"));
  std::int64_t id;
  std::optional<std::string> note;
};
