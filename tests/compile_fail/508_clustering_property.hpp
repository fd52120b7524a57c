#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.feature.clustering", "supported"),
              property("clusteringColumns", "id"));
  int id;
};
