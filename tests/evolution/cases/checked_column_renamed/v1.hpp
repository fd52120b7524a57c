#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>

namespace checked_column_renamed {

struct T {
  DELTA_TABLE("evo.checked_column_renamed.t", check("positive", "total >= 0"));
  std::int64_t id;
  std::optional<double> total DELTA(renamed_from("amount"));
};

}  // namespace checked_column_renamed
