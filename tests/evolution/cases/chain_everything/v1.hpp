#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace chain_everything {

struct T {
  DELTA_TABLE("evo.chain_everything.t");
  std::int64_t id;
  std::optional<std::string> note;
  std::optional<std::int32_t> pieces;
  std::optional<std::string> legacy;
};

}  // namespace chain_everything
