#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// One row per order.
struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
};

struct Return {
  DELTA_TABLE("dev.gold.returns");
  /// The order that came back.
  std::int64_t id;
};
