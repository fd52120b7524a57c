#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  int flags : 3;
  int more DELTA(ignore) : 3;
  int : 2;
};
