#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace tombstone_column {

struct T {
  DELTA_TABLE("evo.tombstone_column.t", dropped("etl_ts"));
  std::int64_t id;
};

}  // namespace tombstone_column
