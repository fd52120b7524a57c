#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Daily {
  DELTA_VIEW("{env}.gold.daily", "SELECT day FROM {env}.silver.orders;");
  delta::date day;
};
struct Weekly {
  DELTA_VIEW("{env}.gold.weekly", "DELETE FROM {env}.silver.orders");
  delta::date week;
};
