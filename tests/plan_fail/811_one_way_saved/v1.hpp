#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::optional<std::int32_t> quantity;
};
