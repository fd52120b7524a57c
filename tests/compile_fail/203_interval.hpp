#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <vector>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t pause DELTA(type("INTERVAL DAY TO SECOND"));
  std::vector<std::int64_t> pauses DELTA(type("ARRAY<INTERVAL YEAR>"));
};
