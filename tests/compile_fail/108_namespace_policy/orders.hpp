#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>


struct Order {
  DELTA_TABLE("{env}.sliver.orders");
  std::int64_t id DELTA(primary_key);
};
