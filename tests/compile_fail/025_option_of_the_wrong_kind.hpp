#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", comment("primary_key"), primary_key);
  int id DELTA(partition_by("id"));
  int number DELTA(unique("number"));
};

struct Line {
  DELTA_TABLE("shop.silver.lines", default_value("1"));
  int id;
};
