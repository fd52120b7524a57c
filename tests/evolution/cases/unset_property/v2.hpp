#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

namespace unset_property {

struct T {
  DELTA_TABLE("evo.unset_property.t");
  std::int64_t id;
};

}  // namespace unset_property
