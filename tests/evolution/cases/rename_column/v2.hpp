#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace rename_column {

struct T {
  DELTA_TABLE("evo.rename_column.t");
  std::int64_t id;
  std::optional<std::string> remark DELTA(renamed_from("note"));
};

}  // namespace rename_column
