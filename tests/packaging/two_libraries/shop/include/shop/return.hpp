#pragma once
#include <cstdint>
#include <delta/annotations.hpp>

namespace shop {

/// One row per parcel that came back.
struct Return {
  DELTA_TABLE("{env}.silver.returns");
  std::int64_t id DELTA(primary_key);
};

}  // namespace shop
