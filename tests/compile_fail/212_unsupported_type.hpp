#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t opens DELTA(type("TIME"));
  std::string shape DELTA(type("GEOMETRY(4326)"));
};
