#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace set_property {

struct T {
  DELTA_TABLE("evo.set_property.t", property("team.owner", "logistics"), property("delta.logRetentionDuration", "interval 60 days"));
  std::int64_t id;
};

}  // namespace set_property
