#pragma once
#include <cstdint>
#include <optional>

#include <delta/annotations.hpp>

namespace checked_column_renamed {

struct T {
  DELTA_TABLE("evo.checked_column_renamed.t", check("positive", "amount >= 0"));
  std::int64_t id;
  std::optional<double> amount DELTA(renamed_from("total"));
};

}  // namespace checked_column_renamed
