#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace unset_property {

struct T {
  DELTA_TABLE("evo.unset_property.t", property("team.owner", "sales"));
  std::int64_t id;
};

}  // namespace unset_property
