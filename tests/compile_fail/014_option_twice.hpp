#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", comment("one"), cluster_by("number"),
              comment("two"), tag("a", "1"), tag("b", "2"));
  int id DELTA(name("a"), default_value("1"), name("id"));
  int number DELTA(comment("x")) DELTA(comment("y"));
  int place DELTA(first, after("number"));
  int old DELTA(renamed_from("older"), renamed_from("oldest"));
};
