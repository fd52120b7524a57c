#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int32_t id DELTA(identity);
  int number;
};
