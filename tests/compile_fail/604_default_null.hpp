#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t count DELTA(default_value("NULL"));
  std::optional<std::int64_t> other DELTA(default_value("NULL"));
};
