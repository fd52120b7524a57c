#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Address {
  std::optional<std::string> city;
};

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  Address address;
};
