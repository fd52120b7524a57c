#pragma once
#include <cstdint>
#include <delta/annotations.hpp>
#include <delta/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "shop/customers.hpp"

namespace shop {

enum class Status { placed, shipped, returned };

struct Line {
  std::string article;
  std::int32_t quantity;
};

/// One row per order.
struct Order {
  DELTA_TABLE("{env}.silver.orders", check("positive_total", "total >= 0"));
  std::int64_t id DELTA(primary_key);
  std::int64_t customer DELTA(references<Customer>);
  Status status;
  delta::decimal<10, 2> total;
  std::vector<Line> lines;
  std::optional<std::string> note;
  std::int32_t parcels;
  delta::timestamp placed_at;
};

}  // namespace shop
