#include "shop/order.hpp"

static_assert(__cplusplus < 202002L, "this library is C++17");
static_assert(sizeof(shop::Line) > 0, "");

int shop_orders() { return static_cast<int>(shop::Order{}.lines.size()); }
