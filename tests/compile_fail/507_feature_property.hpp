#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.feature.deletionVector", "supported"),
              property("delta.feature.deletionVectors", "disabled"));
  int id;
};
