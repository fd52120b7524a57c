#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace add_column {

struct T {
  DELTA_TABLE("evo.add_column.t");
  std::int64_t id;
};

}  // namespace add_column
