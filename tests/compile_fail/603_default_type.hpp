#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int8_t level DELTA(default_value("300"));
  std::int32_t count DELTA(default_value("'abc'"));
  bool paid DELTA(default_value("1"));
  delta::decimal<3, 2> rate DELTA(default_value("12345.6"));
  delta::date day DELTA(default_value("20260131"));
  std::int32_t fine DELTA(default_value("-1.5"));
};
