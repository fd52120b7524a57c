#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace rename_table {

struct T {
  DELTA_TABLE("evo.rename_table.journeys", renamed_from("evo.rename_table.trips"));
  std::int64_t id;
  std::optional<std::string> note;
};

}  // namespace rename_table
