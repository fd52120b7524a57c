// flags: -mrecord-mcount -march=lujiazui
#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", cluster_by("idd"));
  int id;
};
