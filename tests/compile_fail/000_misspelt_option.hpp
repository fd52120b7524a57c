#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", cluser_by("id"));
  int id DELTA(primray_key);
};
