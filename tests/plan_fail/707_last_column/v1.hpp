#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", partition_by("day", "region"));
  std::int64_t id;
  delta::date day;
  std::string region;
};
