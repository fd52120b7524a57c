#include <delta/annotations.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("dev.silver.customers");
  std::int64_t id DELTA(primary_key);
};

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t a_b DELTA(references<Customer>);
};

struct OrderA {
  DELTA_TABLE("dev.silver.orders_a");
  std::int64_t b DELTA(references<Customer>);
};
