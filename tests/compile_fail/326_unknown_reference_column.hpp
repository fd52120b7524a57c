#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  std::int64_t id DELTA(primary_key);
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", foreign_key<Customer>("custmer"));
  std::int64_t customer;
};
