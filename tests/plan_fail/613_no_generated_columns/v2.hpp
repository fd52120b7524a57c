#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders", check("numbered", "id > 0"));
  std::int64_t id;
  delta::timestamp placed_at;
  delta::date day DELTA(generated("CAST(placed_at AS DATE)"));
};
