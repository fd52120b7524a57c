#include <delta/annotations.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::string note;
};
