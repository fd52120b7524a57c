#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.constraints.positive", "id > 0"));
  int id;
};
