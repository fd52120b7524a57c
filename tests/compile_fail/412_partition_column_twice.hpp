#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", partition_by("day", "Day"));
  std::int64_t id;
  delta::date day;
};
