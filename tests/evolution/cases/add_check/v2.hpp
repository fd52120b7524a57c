#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>

namespace add_check {

struct T {
  DELTA_TABLE("evo.add_check.t", check("positive", "total >= 0"));
  std::int64_t id;
  std::optional<double> total;
};

}  // namespace add_check
