#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace drop_table {

struct Kept {
  DELTA_TABLE("evo.drop_table.kept");
  std::int64_t id;
};

struct T {
  DELTA_TABLE("evo.drop_table.t");
  std::int64_t id;
};

}  // namespace drop_table
