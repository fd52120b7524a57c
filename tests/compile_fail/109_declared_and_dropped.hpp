#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  int id;
};

DELTA_DROPPED("{env}.silver.Orders");
