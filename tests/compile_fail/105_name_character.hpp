#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Space {
  DELTA_TABLE("{env}.silver.order lines");
  int id;
};

struct Slash {
  DELTA_TABLE("{env}.silver/gold.orders");
  int id;
};
