#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.other_rows");
  int number;
};
