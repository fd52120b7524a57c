#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct NotClosed {
  DELTA_TABLE("{env.silver.orders");
  int id;
};

struct NoName {
  DELTA_TABLE("{my-env}.silver.lines");
  int id;
};

struct Stray {
  DELTA_TABLE("env}.silver.stops");
  int id;
};

struct Two {
  DELTA_TABLE("{}.silver.{orders");
  int id;
};
