#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", cluser_by("id"));
  int id DELTA(primray_key);
  int other DELTA(comment("x"), referencs<Row>);
  int number DELTA(nothing_like_it("a", "b"));
};

struct Line {
  DELTA_TABLE("shop.silver.lines");
  unsigned count;
};
