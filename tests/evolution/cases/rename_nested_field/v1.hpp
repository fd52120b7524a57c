#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <delta/annotations.hpp>

namespace rename_nested_field {

struct Address {
  std::optional<std::string> town DELTA(renamed_from("city"));
};

struct Stop {
  std::optional<std::string> place DELTA(renamed_from("stop"));
};

struct T {
  DELTA_TABLE("evo.rename_nested_field.t");
  std::int64_t id;
  std::optional<Address> address;
  std::optional<std::vector<Stop>> stops;
};

}  // namespace rename_nested_field
