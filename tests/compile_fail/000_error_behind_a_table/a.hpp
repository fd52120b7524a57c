#include <delta/annotations.hpp>

struct A {
  DELTA_TABLE("shop.silver.a", cluster_by("nme"));
  int id;
};
