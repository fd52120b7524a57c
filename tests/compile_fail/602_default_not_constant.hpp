#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id;
  std::int64_t other DELTA(default_value("id + 1"));
  std::string key DELTA(default_value("concat('x', uuid())"));
  std::int64_t most DELTA(default_value("(SELECT max(id) FROM orders)"));
  std::int64_t top DELTA(default_value("max(3)"));
  std::int64_t rank DELTA(default_value("row_number() OVER ()"));
  std::int64_t each DELTA(default_value("explode(array(1))"));
  std::string state DELTA(default_value("placed"));
  delta::timestamp placed_at DELTA(default_value("current_timestamp()"));
};
