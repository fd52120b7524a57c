#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include <delta/annotations.hpp>

namespace alter_nested_type {

struct Size {
  std::optional<std::int16_t> width;
};

struct T {
  DELTA_TABLE("evo.alter_nested_type.t");
  std::int64_t id;
  std::optional<Size> size;
  std::optional<std::vector<std::int32_t>> counts;
};

}  // namespace alter_nested_type
