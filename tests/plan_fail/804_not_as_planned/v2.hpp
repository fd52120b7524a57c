#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", comment("one row per order"));
  std::int64_t id;
};
