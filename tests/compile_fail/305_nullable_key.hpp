#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <optional>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::optional<std::int64_t> id DELTA(primary_key);
};

struct Line {
  DELTA_TABLE("{env}.silver.lines", primary_key("order", "number"));
  std::int64_t order;
  std::optional<delta::varchar<8>> number;
};
