#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.columnMapping.maxColumnId", "5"),
              property("deltac.managed", "01"));
  int id;
};
