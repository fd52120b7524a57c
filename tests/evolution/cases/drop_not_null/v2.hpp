#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace drop_not_null {

struct T {
  DELTA_TABLE("evo.drop_not_null.t");
  std::int64_t id;
  std::optional<std::string> name;
};

}  // namespace drop_not_null
