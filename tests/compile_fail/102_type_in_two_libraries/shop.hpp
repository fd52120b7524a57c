#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>


struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id DELTA(primary_key);
};
