#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::int32_t quantity;
  std::int64_t doubled DELTA(generated("CAST(quantity AS BIGINT) * 2"));
};
