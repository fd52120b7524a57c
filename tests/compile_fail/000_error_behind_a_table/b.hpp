#include <delta/annotations.hpp>
#include "nowhere.hpp"

struct B {
  DELTA_TABLE("shop.silver.b", cluster_by("nme"));
  missing id;
};
