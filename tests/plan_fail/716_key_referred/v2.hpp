#include <delta/annotations.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("dev.silver.customers", primary_key("number"));
  std::int64_t id;
  std::int64_t number;
};
