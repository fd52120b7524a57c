#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace tombstone_column {

struct T {
  DELTA_TABLE("evo.tombstone_column.t");
  std::int64_t id;
};

}  // namespace tombstone_column
