#include <delta/annotations.hpp>

#include "detail/line.inc"

struct Row {
  DELTA_TABLE("shop.silver.rows");
  Line line;
};
