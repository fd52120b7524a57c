#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.enableChangeDataFeed", "true"));
  int id;
  int kind DELTA(name("_change_type"));
};
