#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("positive", "total >= 0"), check("Positive", "tax >= 0"));
  std::int64_t total;
  std::int64_t tax;
};
