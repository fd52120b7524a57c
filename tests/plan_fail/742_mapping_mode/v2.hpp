#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", property("delta.columnMapping.mode", "id"));
  std::int64_t id;
};
