#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", property("delta.enableIcebergCompatV2", "true"));
  std::int64_t id;
};
