#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("shop.orders");
  std::optional<std::int64_t> id;
  std::optional<double> total;
};

struct Customer {
  DELTA_TABLE("shop.customers");
  std::optional<std::int64_t> id;
  std::optional<double> total;
};
