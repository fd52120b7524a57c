#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.gold.orders", renamed_from("dev.silver.orders"));
  std::int64_t id;
};
