#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("main.silver.orders");
  std::int64_t id DELTA(identity);
  std::int64_t twice DELTA(generated("id * 2"));
};
