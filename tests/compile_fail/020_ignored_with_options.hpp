#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  void* cache DELTA(ignore, comment("not stored"));
  void* other DELTA(ignore);
};
