#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("known", "id IN (SELECT id FROM customers)"), check("lucky", "rand() < 0.5"),
              check("few", "count(*) < 10"), check("recent", "day <= current_date()"));
  std::int64_t id;
  delta::date day;
};
