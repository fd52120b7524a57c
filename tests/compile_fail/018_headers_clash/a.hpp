#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
};
