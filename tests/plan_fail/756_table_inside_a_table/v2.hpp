#include <delta/annotations.hpp>

#include <cstdint>

struct Line {
  DELTA_TABLE("silver.orders.lines");
  std::int64_t id;
};
