#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::optional<std::int64_t> total DELTA(renamed_from("amount"));
};
