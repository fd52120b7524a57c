#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Address {
  int city;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", primary_key("ids"), unique("number"), unique("address.city"));
  std::int64_t id;
  Address address;
};
