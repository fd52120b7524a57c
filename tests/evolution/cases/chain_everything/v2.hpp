#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace chain_everything {

struct T {
  DELTA_TABLE("evo.chain_everything.t");
  std::int64_t id;
  std::optional<std::string> remark DELTA(renamed_from("note"));
  /// Without samples.
  std::optional<std::int64_t> pieces;
  std::optional<std::string> legacy;
  std::optional<delta::decimal<5, 2>> discount;
};

}  // namespace chain_everything
