#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace shop {

/// One row per customer.
struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  std::int64_t id;
  std::string name;
};

/// One row per order.
struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id;
  std::optional<std::int64_t> customer;
  std::optional<std::string> legacy_code;
};

}  // namespace shop
