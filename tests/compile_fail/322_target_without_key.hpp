#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  std::int64_t id;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t customer DELTA(references<Customer>);
};
