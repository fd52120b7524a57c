#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace set_default {

struct T {
  DELTA_TABLE("evo.set_default.t");
  std::int64_t id;
  std::optional<std::string> status DELTA(default_value("'placed'"));
};

}  // namespace set_default
