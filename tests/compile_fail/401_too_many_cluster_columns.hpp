#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", cluster_by("a", "b", "c", "d", "e"));
  int a, b, c, d, e;
};
