#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
};

struct Returned {
  DELTA_TABLE("dev.silver.returns");
  std::int64_t id;
};
