#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("shop.orders", comment("one row per order"));
  std::optional<std::int64_t> id;
  std::optional<double> total;
};
