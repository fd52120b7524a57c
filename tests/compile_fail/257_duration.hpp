#include <delta/annotations.hpp>

#include <chrono>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  std::chrono::seconds timeout;
};
