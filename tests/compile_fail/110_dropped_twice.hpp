#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
};

DELTA_DROPPED("shop.silver.lines");
DELTA_DROPPED("shop.silver.Lines");
