#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace drop_column {

struct T {
  DELTA_TABLE("evo.drop_column.t");
  std::int64_t id;
  std::optional<std::string> kept;
};

}  // namespace drop_column
