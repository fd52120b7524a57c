#include <delta/annotations.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("dev.silver.customers");
  std::int64_t id DELTA(primary_key);
};

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::int64_t customer DELTA(references<Customer>);
};
