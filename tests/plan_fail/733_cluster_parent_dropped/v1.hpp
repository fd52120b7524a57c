#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Address {
  std::optional<std::string> city;
};

struct Order {
  DELTA_TABLE("dev.silver.orders", cluster_by("address.city"));
  std::int64_t id;
  std::optional<Address> address;
};
