#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::optional<delta::date> day;
};
