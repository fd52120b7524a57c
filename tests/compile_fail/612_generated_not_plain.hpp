#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id;
  delta::timestamp at DELTA(generated("current_timestamp()"));
  double chance DELTA(generated("id * rand()"));
  std::int64_t total DELTA(generated("sum(id)"));
  std::int64_t most DELTA(generated("(SELECT max(id) FROM orders)"));
  std::int64_t rank DELTA(generated("row_number() OVER (ORDER BY id)"));
};
