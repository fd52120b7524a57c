#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", property("delta.columnMapping.mode", "name"));
  std::int64_t id;
};
