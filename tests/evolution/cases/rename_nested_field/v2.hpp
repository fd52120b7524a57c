#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <delta/annotations.hpp>

namespace rename_nested_field {

struct Address {
  std::optional<std::string> city DELTA(renamed_from("town"));
};

struct Stop {
  std::optional<std::string> stop DELTA(renamed_from("place"));
};

struct T {
  DELTA_TABLE("evo.rename_nested_field.t");
  std::int64_t id;
  std::optional<Address> address;
  std::optional<std::vector<Stop>> stops;
};

}  // namespace rename_nested_field
