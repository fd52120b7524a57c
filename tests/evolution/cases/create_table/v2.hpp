#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace create_table {

struct Kept {
  DELTA_TABLE("evo.create_table.kept");
  std::int64_t id;
};

struct Stop {
  std::string street;
  std::optional<std::string> city;
};

/// One row per journey.
struct T {
  DELTA_TABLE("evo.create_table.t", partition_by("day"), property("team.owner", "logistics"));
  /// Surrogate key.
  std::int64_t id DELTA(primary_key);
  delta::date day;
  std::optional<delta::decimal<18, 2>> toll;
  std::vector<Stop> stops;
  std::map<std::string, double> readings;
};

}  // namespace create_table
