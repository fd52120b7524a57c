#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct NoSchema {
  DELTA_TABLE("orders");
  int id;
};

struct EmptyPart {
  DELTA_TABLE("{env}..orders");
  int id;
};

struct TooManyParts {
  DELTA_TABLE("a.b.c.d", renamed_from("x"));
  int id;
};

DELTA_DROPPED("old_orders");
