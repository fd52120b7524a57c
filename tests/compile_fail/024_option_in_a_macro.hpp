#include <delta/annotations.hpp>

#define KEY primary_kye
#define TABLE(name) DELTA_TABLE(name, clusterby("id"))

struct Row {
  TABLE("shop.silver.rows");
  int id DELTA(KEY);
};

struct Line {
  DELTA_TABLE("shop.silver.lines", clusterby("id"));
  int id;
};
