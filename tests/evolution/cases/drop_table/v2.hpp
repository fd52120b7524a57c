#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace drop_table {

struct Kept {
  DELTA_TABLE("evo.drop_table.kept");
  std::int64_t id;
};
DELTA_DROPPED("evo.drop_table.t");

}  // namespace drop_table
