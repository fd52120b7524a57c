#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("shop.orders", check("positive_total", "total >= 0"));
  std::optional<std::int64_t> id;
  std::optional<double> total;
};
