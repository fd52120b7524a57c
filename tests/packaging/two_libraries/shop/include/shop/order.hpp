#pragma once
#include <billing/customer.hpp>
#include <cstdint>
#include <delta/annotations.hpp>
#include <vector>

#include "shop/line.hpp"

#ifdef __cplusplus
#if !defined(SHOP_CXX_ONLY) || defined(SHOP_C_ONLY) || !defined(SHOP_PRELUDE) || !defined(SHOP_LATE)
#error "the schema is not compiled with the library's flags"
#endif
static_assert(sizeof(SHOP_NAMES) == 4, "");
#endif

namespace shop {

/// One row per order.
class Order {
 public:
  DELTA_TABLE("{env}.silver.orders", cluster_by("customer"));
  std::int64_t id DELTA(primary_key) = 0;
  BILLING_KEY customer DELTA(references<billing::Customer>) = 0;
  std::vector<Line> lines;

  std::int32_t times_changed() const { return revision; }

 private:
  std::int32_t revision = 0;
};

}  // namespace shop
