#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace change_type_family {

struct T {
  DELTA_TABLE("evo.change_type_family.t");
  std::int64_t id;
  std::optional<std::string> code;
};

}  // namespace change_type_family
