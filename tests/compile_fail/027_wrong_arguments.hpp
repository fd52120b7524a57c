#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", property("delta.appendOnly", true), cluster_by(id, "day"), check("id > 0"), tag("a"),
              owns_columns());
  int id DELTA(default_value(1));
  int a DELTA(comment());
  int b DELTA(primary_key());
  int c DELTA(generated);
  int d DELTA(renamed_from);
  int e DELTA(default_value("1", "2"));
  int f DELTA(identity(1));
  int g DELTA(references("id"));
  int h DELTA(default_value(f("x")));
  int i DELTA(as_integer("x"));
  int j DELTA(primary_key("x"));
};

struct Line {
  DELTA_TABLE("shop.silver.lines", foreign_key<Row>(id), unique(id), primary_key());
  int id;
};

struct Other {
  DELTA_TABLE("shop.silver.others", cluster_by("zz"));
  int id;
};
