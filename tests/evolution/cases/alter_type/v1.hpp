#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace alter_type {

struct T {
  DELTA_TABLE("evo.alter_type.t");
  std::int64_t id;
  std::optional<std::int32_t> pieces;
  std::optional<delta::decimal<18, 2>> total;
  std::optional<float> ratio;
};

}  // namespace alter_type
