#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("pk_orders", "id > 0"), unique("number"), unique("Number"));
  std::int64_t id DELTA(primary_key);
  std::int64_t number;
};
