#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t price;
  std::optional<int> discount DELTA(after("prices"));
  std::optional<int> tax DELTA(after("tax"));
};
