#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>

namespace chain_drop_and_add_again {

struct T {
  DELTA_TABLE("evo.chain_drop_and_add_again.t");
  std::int64_t id;
  std::optional<std::int32_t> code;
};

}  // namespace chain_drop_and_add_again
