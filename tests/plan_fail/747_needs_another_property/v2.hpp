#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", property("delta.universalFormat.enabledFormats", "iceberg"));
  std::int64_t id;
};
