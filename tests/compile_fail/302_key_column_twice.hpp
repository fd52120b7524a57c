#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("{env}.silver.orders", primary_key("id", "shop", "ID"));
  std::int64_t id;
  std::int64_t shop;
};
