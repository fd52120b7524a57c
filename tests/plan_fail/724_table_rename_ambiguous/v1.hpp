#include <delta/annotations.hpp>

#include <cstdint>

struct Sale {
  DELTA_TABLE("dev.silver.sales");
  std::int64_t id;
};
