#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  delta::timestamp placed_at;
  delta::date day DELTA(generated("CAST(palced_at AS DATE)"));
  std::int32_t year DELTA(generated("year(day)"));
  std::int32_t self DELTA(generated("self + 1"));
};
