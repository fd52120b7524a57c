#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t huge DELTA(type("DECIMAL(39,0)"));
  std::int64_t none DELTA(type("DECIMAL(0,0)"));
  std::int64_t wrong DELTA(type("DECIMAL(10,11)"));
  std::int64_t right DELTA(type("DECIMAL(20,0)"));
};
