#include <delta/annotations.hpp>

#include <cstdint>

struct Sale {
  DELTA_TABLE("dev.gold.sales");
  std::int64_t id;
};
