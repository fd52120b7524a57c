#include <delta/annotations.hpp>

#include <string>

struct Declared;

struct Row {
  DELTA_TABLE("shop.silver.rows", foreign_key<std::string>("id"));
  int id DELTA(references<int>);
  int other DELTA(references<Declared>);
};
