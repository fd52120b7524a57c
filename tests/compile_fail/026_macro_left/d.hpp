#pragma once
#include <delta/annotations.hpp>

// Looks at a macro that was left, without effect on its table.
#ifdef WIDE_NUMBERS
using Wide = long;
#endif
#ifndef SHOP_NAME
#define SHOP_NAME "shop.silver.rows"
#endif

struct Return {
  DELTA_TABLE("shop.silver.returns");
  int id;
};
