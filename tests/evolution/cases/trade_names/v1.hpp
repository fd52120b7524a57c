#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace trade_names {

struct Pair {
  std::optional<std::string> x;
  std::optional<std::string> y;
  std::optional<std::int32_t> z;
};

struct T {
  DELTA_TABLE("evo.trade_names.t");
  std::int64_t id;
  std::optional<std::string> a;
  std::optional<std::string> b;
  std::optional<std::int32_t> c;
  std::optional<std::int32_t> d;
  std::optional<std::int32_t> e;
  std::optional<std::string> note;
  std::optional<Pair> pair;
};

}  // namespace trade_names
