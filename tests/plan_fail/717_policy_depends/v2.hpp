#include <delta/annotations.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("dev.silver.customers", dropped("region"));
  std::int64_t id;
};
