#include <delta/annotations.hpp>

#include <vector>

struct Line;

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  std::vector<Line> lines;
};
