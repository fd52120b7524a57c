#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <optional>
#include <string>

struct Address {
  std::string street;
  std::string city;
  std::optional<std::string> note;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  int id;
  Address billing;
  std::optional<Address> shipping;
};
