#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  std::int64_t id DELTA(primary_key);
  std::int64_t number DELTA(unique);
  std::int64_t region;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t customer DELTA(references<Customer>("ids"));
  std::int64_t region DELTA(references<Customer>("region"));
  std::int64_t number DELTA(references<Customer>("number"));
};
