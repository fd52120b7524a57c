#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", comment("what was bought"));
  std::int64_t id;
};

DELTA_DROPPED("dev.silver.returns");
