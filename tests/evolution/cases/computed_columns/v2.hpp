#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace computed_columns {

struct T {
  DELTA_TABLE("evo.computed_columns.t");
  std::int64_t id;
  std::optional<delta::timestamp> at;
  std::int64_t counted DELTA(identity(10, 5));
  std::optional<delta::date> day DELTA(generated("CAST(at AS DATE)"));
};

}  // namespace computed_columns
