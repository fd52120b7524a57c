#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace trade_names {

struct Pair {
  std::optional<std::string> y DELTA(renamed_from("x"));
  std::optional<std::string> x DELTA(renamed_from("y"));
  std::optional<std::int32_t> Z DELTA(renamed_from("z"));
};

struct T {
  DELTA_TABLE("evo.trade_names.t");
  std::int64_t id;
  std::optional<std::string> b DELTA(renamed_from("a"));
  std::optional<std::string> a DELTA(renamed_from("b"));
  std::optional<std::int32_t> d DELTA(renamed_from("c"));
  std::optional<std::int32_t> e DELTA(renamed_from("d"));
  std::optional<std::int32_t> c DELTA(renamed_from("e"));
  std::optional<std::string> Note DELTA(renamed_from("note"));
  std::optional<Pair> pair;
};

}  // namespace trade_names
