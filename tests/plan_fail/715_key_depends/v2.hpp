#include <delta/annotations.hpp>

#include <cstdint>

struct Customer {
  DELTA_TABLE("dev.silver.customers", dropped("number"));
  std::int64_t id;
};
