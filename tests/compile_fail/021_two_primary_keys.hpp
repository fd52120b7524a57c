#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", primary_key("id", "number"));
  int id DELTA(primary_key);
  int number DELTA(primary_key);
};
