#include "detail/outer.hpp"

struct Order {
  DELTA_TABLE("shop.silver.orders");
  shop::Row row;
};
