#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", location("s3://bucket/orders"));
  std::int64_t id;
};
