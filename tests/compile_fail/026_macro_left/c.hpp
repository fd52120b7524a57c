#pragma once
#include "a.hpp"

// A macro of a header that is included, and a default that two headers give alike: both are quiet.
#ifndef SHOP_NAME
#define SHOP_NAME "shop.silver.other_rows"
#endif

struct Parcel {
  DELTA_TABLE("shop.silver.parcels");
  SHOP_MEMBER(int, id);
};
