#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace enable_feature {

struct T {
  DELTA_TABLE("evo.enable_feature.t");
  std::int64_t id;
};

}  // namespace enable_feature
