#include <delta/annotations.hpp>

union Value {
  int i;
  double d;
};

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  Value value;
};
