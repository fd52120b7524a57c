#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", partition_by("day"));
  delta::date day;
  std::string region;
};
