#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>

namespace drop_check {

struct T {
  DELTA_TABLE("evo.drop_check.t", check("positive", "total >= 0"));
  std::int64_t id;
  std::optional<double> total;
};

}  // namespace drop_check
