#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

struct Address {
  std::optional<std::string> city;
};

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::optional<Address> address;
  std::vector<std::string> lines;
};
