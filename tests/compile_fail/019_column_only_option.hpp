#include <delta/annotations.hpp>

#include <vector>

struct Row;

struct Part {
  int id DELTA(primary_key, comment("fine"));
  int weight DELTA(default_value("0"), name("grams"));
  int row DELTA(references<Row>("id"), tag("a", "b"));
};

struct Line {
  DELTA_TABLE("shop.silver.lines");
  int id DELTA(primary_key);
};

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id DELTA(primary_key);
  std::vector<Part> parts;
  std::vector<Line> lines;
};
