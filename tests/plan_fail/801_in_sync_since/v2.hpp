#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", comment("what was bought"));
  std::int64_t id;
};

struct Customer {
  DELTA_TABLE("dev.silver.customers");
  std::int64_t id;
};
