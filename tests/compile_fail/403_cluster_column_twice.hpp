#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", cluster_by("day", "Day"));
  delta::date day;
};
