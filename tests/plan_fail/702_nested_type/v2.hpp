#include <delta/annotations.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::optional<std::string> address;
  std::map<std::string, std::string> lines;
};
