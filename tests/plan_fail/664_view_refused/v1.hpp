#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Daily {
  DELTA_VIEW("shop.daily", "SELECT id, total FROM shop.orders");
  std::optional<std::int64_t> id;
  std::optional<std::int32_t> total;
};
