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
  DELTA_TABLE("{env}.silver.orders", property("delta.enableChangeDataFeed", "true"),
              check("positive_total", "total >= 0"));
  std::int64_t id DELTA(primary_key);
  std::int64_t customer DELTA(references<Customer>);
  Status status;
  delta::decimal<18, 2> total;
  /// Taken off before tax.
  std::optional<delta::decimal<5, 2>> discount;
  std::vector<Line> lines;
  std::optional<std::string> remark DELTA(renamed_from("note"));
  std::int64_t parcels;
  delta::timestamp placed_at;
};

/// One row per parcel that came back.
struct Return {
  DELTA_TABLE("{env}.silver.returns", cluster_by("returned_on"));
  std::int64_t order DELTA(primary_key, references<Order>);
  delta::date returned_on;
  std::optional<std::string> reason;
};

}  // namespace shop
