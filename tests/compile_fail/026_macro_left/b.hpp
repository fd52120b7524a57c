#pragma once
#include <cstdint>

#include <delta/annotations.hpp>

struct Line {
  DELTA_TABLE("shop.silver.lines");
#ifdef WIDE_NUMBERS
  std::int64_t number;
#else
  std::int32_t number;
#endif
};
