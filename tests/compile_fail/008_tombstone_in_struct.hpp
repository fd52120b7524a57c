#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  DELTA_DROPPED("shop.silver.lines");
  int id;
};
