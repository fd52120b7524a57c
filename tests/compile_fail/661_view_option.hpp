#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Daily {
  DELTA_VIEW("{env}.gold.daily", "SELECT day, count(*) AS orders FROM {env}.silver.orders GROUP BY day",
             comment("orders by day"));
  delta::date day DELTA(default_value("current_date()"));
  std::int64_t orders DELTA(check("some", "orders > 0"));
};
