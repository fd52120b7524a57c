#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  long double ratio;
  __int128 count;
  _Float16 half;
};
