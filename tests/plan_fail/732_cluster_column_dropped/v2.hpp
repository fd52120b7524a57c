#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", dropped("day"));
  std::int64_t id;
};
