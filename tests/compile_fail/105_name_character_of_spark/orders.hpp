#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("main.silver.order-lines");
  std::int64_t id;
};
