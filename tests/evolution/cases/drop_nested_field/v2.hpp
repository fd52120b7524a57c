#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace drop_nested_field {

struct Address {
  std::optional<std::string> street;
};

struct T {
  DELTA_TABLE("evo.drop_nested_field.t");
  std::int64_t id;
  std::optional<Address> address;
};

}  // namespace drop_nested_field
