#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace alter_type {

struct T {
  DELTA_TABLE("evo.alter_type.t");
  std::int64_t id;
  std::optional<std::int64_t> pieces;
  std::optional<delta::decimal<20, 2>> total;
  std::optional<double> ratio;
};

}  // namespace alter_type
