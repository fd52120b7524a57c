#include <delta/annotations.hpp>

struct Line {
  DELTA_TABLE("shop.silver.lines");
  int id;
};
