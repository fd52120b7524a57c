#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace unset_clustering {

struct T {
  DELTA_TABLE("evo.unset_clustering.t");
  std::int64_t id;
};

}  // namespace unset_clustering
