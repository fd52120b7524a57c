#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace enable_feature {

struct T {
  DELTA_TABLE("evo.enable_feature.t", property("delta.enableDeletionVectors", "true"), property("delta.columnMapping.mode", "name"), property("delta.enableChangeDataFeed", "true"));
  std::int64_t id;
};

}  // namespace enable_feature
