#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id DELTA(primary_key);
};

struct OrderAgain {
  DELTA_TABLE("{env}.silver.Orders");
  std::int64_t id DELTA(primary_key);
};

struct Variable {
  DELTA_TABLE("{ENV}.silver.Orders");
  std::int64_t id DELTA(primary_key);
};
