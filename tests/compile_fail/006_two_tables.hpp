#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  DELTA_TABLE("shop.silver.lines");
  int id;
};
