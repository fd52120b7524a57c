#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", comment("primary_key"), primary_key);
  int id DELTA(partition_by("id"));
  int number DELTA(unique("number"));
};

struct Line {
  DELTA_TABLE("shop.silver.lines", default_value("1"));
  int id;
};

struct Daily {
  DELTA_VIEW("shop.gold.daily", "SELECT 1 AS id", cluster_by("id"));
  int id;
};

struct Weekly {
  DELTA_VIEW("shop.gold.weekly", comment("by week"));
  int id;
};

struct Unnamed {
  DELTA_TABLE(comment("no name"));
  int id;
};
