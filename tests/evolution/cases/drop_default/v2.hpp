#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace drop_default {

struct T {
  DELTA_TABLE("evo.drop_default.t");
  std::int64_t id;
  std::optional<std::string> status;
  std::optional<std::int32_t> pieces DELTA(default_value("2"));
};

}  // namespace drop_default
