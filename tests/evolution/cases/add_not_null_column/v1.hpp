#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace add_not_null_column {

struct T {
  DELTA_TABLE("evo.add_not_null_column.t");
  std::int64_t id;
};

}  // namespace add_not_null_column
