#pragma once
#include <delta/annotations.hpp>

struct Order {
  DELTA_TABLE("silver.orders");
  delta::decimal<18, 2> total;
  delta::date day;
};
