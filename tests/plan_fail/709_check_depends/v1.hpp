#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("dev.silver.orders", check("positive", "amount >= 0"));
  std::int64_t id;
  std::optional<std::int64_t> amount;
};
