#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  union {
    int cents;
    double euros;
  };
};
