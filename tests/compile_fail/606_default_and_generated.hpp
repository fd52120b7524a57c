#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id DELTA(identity, default_value("0"));
  std::int64_t a;
  std::int64_t b DELTA(generated("a + 1"), default_value("0"));
};
