#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <delta/annotations.hpp>

namespace add_nested_field {

struct Address {
  std::optional<std::string> street;
  std::optional<std::string> city;
};

struct Stop {
  std::optional<std::string> city;
  std::optional<std::string> zip;
};

struct T {
  DELTA_TABLE("evo.add_nested_field.t");
  std::int64_t id;
  std::optional<Address> address;
  std::optional<std::vector<Stop>> stops;
};

}  // namespace add_nested_field
