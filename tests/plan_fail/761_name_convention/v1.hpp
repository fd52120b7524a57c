#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Address {
  std::string ZipCode;
};

struct Order {
  DELTA_TABLE("dev.silver.Orders");
  std::int64_t id;
  std::optional<Address> address;
};
