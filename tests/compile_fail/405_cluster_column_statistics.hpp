#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", cluster_by("day"), property("delta.dataSkippingStatsColumns", "id"));
  std::int64_t id;
  delta::date day;
};

struct Wide {
  DELTA_TABLE("{env}.silver.wide", cluster_by("d"), property("delta.dataSkippingNumIndexedCols", "3"));
  int a, b, c;
  int d;
};
