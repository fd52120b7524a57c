#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace rename_partition_column {

struct T {
  DELTA_TABLE("evo.rename_partition_column.t", partition_by("region"));
  std::int64_t id;
  std::optional<std::string> region DELTA(renamed_from("area"));
};

}  // namespace rename_partition_column
