#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("silver.orders");
  std::int64_t id;
};
