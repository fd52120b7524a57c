#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", partition_by("day"),
              cluster_by("id"));
  std::int64_t id;
  delta::date day;
};
