#pragma once
#include <delta/annotations.hpp>

#define WIDE_NUMBERS
#ifndef SHOP_NAME
#define SHOP_NAME "shop.silver.rows"
#endif
#define SHOP_MEMBER(type, name) type name

struct Row {
  DELTA_TABLE(SHOP_NAME);
  SHOP_MEMBER(int, id);
};
