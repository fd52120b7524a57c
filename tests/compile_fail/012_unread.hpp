#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
};

inline int count() {
  int local DELTA(ignore) = 3;
  DELTA_DROPPED("shop.silver.lines");
  return local;
}
