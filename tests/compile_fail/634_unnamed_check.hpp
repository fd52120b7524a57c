#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("", "total >= 0"), check("positive", "total >= 0 NOT ENFORCED"));
  std::int64_t total;
};
