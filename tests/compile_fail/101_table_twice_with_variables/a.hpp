#include <delta/annotations.hpp>

struct A {
  DELTA_TABLE("{env}.silver.rows");
  int id;
};

struct B {
  DELTA_TABLE("{other}.silver.rows");
  int id;
};

struct C {
  DELTA_TABLE("{env}.silver.lines");
  int id;
};

struct D {
  DELTA_TABLE("{other}.silver.Lines");
  int id;
};
