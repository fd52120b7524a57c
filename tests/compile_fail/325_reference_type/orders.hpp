#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>


struct Customer;

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int32_t customer DELTA(references<Customer>);
};
