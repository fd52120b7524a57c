#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
};
