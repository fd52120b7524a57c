#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.dataSkippingStatsColumns", "id, dya"));
  int id;
  delta::date day;
};
