#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", primary_key);
  int id DELTA(partition_by("id"));
};
