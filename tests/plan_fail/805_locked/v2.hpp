#include <delta/annotations.hpp>

#include <cstdint>

DELTA_DROPPED("dev.silver.orders");

struct Customer {
  DELTA_TABLE("dev.silver.customers");
  std::int64_t id;
};
