#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("main.silver.orders", cluster_by("auto"));
  std::int64_t id;
};
