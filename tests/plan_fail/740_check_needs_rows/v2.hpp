#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("dev.silver.orders", check("positive_total", "total >= 0"),
              check("taxed", "tax >= 0"));
  std::int64_t id;
  std::optional<std::int64_t> total DELTA(renamed_from("amount"));
  std::optional<std::int64_t> tax;
};
