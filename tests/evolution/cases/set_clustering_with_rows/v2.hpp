#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace set_clustering_with_rows {

struct T {
  DELTA_TABLE("evo.set_clustering_with_rows.t", cluster_by("id"));
  std::int64_t id;
};

}  // namespace set_clustering_with_rows
