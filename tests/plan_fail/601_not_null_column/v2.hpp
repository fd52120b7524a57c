#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Address {
  std::optional<std::string> city;
  std::int32_t number;
};

struct Contact {
  std::string phone;
};

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::string remark;
  Address address;
  std::optional<Contact> contact;
};
