#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", property("delta.columnMapping.mode", "none"));
  std::int64_t id;
};
