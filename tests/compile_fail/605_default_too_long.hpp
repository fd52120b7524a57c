#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  delta::varchar<2> code DELTA(default_value("'abc'"));
  delta::varchar<2> fine DELTA(default_value("'äö'"));
};
