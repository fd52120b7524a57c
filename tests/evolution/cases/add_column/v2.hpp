#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace add_column {

struct Stop {
  std::optional<std::string> city;
};

struct T {
  DELTA_TABLE("evo.add_column.t");
  std::int64_t id;
  std::optional<std::string> remark DELTA(after("id"));
  /// In percent.
  std::optional<delta::decimal<5, 2>> discount;
  std::optional<std::vector<Stop>> stops;
};

}  // namespace add_column
