#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", renamed_from("dev.silver.sales"));
  std::int64_t id;
};
