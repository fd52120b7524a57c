#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace set_clustering {

struct T {
  DELTA_TABLE("evo.set_clustering.t");
  std::int64_t id;
  std::optional<delta::date> day;
};

}  // namespace set_clustering
