#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>


struct Customer;

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id DELTA(primary_key);
  std::int64_t customer DELTA(references<Customer>);
};
