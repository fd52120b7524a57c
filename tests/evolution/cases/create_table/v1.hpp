#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace create_table {

struct Kept {
  DELTA_TABLE("evo.create_table.kept");
  std::int64_t id;
};

}  // namespace create_table
