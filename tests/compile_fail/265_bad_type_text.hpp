#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id DELTA(type("DECIMAL(18;2)"));
  int list DELTA(type("ARRAY<INT"));
  int nothing DELTA(type(""));
};
