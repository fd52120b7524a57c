#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("team", "a"), property("team", "b"), tag("pii", "true"));
  int id DELTA(tag("pii", "true"), tag("pii", "false"));
};
