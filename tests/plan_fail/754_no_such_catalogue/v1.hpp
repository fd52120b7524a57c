#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("prod.shop.orders");
  std::optional<std::int64_t> id;
  std::optional<double> total;
};
