#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Address {
  std::string city;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", cluster_by("dya", "customer", "address.ctiy"),
              comment("one row per order"));
  std::int64_t customer;
  delta::date day;
  Address address;
};
