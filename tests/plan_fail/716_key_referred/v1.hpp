#include <delta/annotations.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("dev.silver.customers");
  std::int64_t id DELTA(primary_key);
  std::int64_t number;
};
