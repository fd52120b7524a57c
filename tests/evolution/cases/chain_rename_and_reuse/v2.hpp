#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace chain_rename_and_reuse {

struct T {
  DELTA_TABLE("evo.chain_rename_and_reuse.t");
  std::int64_t id;
  std::optional<std::string> b DELTA(renamed_from("a"));
};

}  // namespace chain_rename_and_reuse
