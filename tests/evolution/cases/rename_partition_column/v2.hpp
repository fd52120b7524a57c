#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace rename_partition_column {

struct T {
  DELTA_TABLE("evo.rename_partition_column.t", partition_by("area"));
  std::int64_t id;
  std::optional<std::string> area DELTA(renamed_from("region"));
};

}  // namespace rename_partition_column
