#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t number;
  std::int64_t id DELTA(identity, first);
  std::int64_t twice DELTA(generated("number * 2"), after("number"));
};
