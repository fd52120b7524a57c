#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", partition_by("day"));
  std::int64_t id;
  delta::date day;
};
