#include <delta/annotations.hpp>

#include <memory>

struct Part;

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  const char* name;
  int* count;
  Part* part;
  int& other;
  void (*callback)(int);
  int Row::*member;
  std::unique_ptr<int> owned;
  std::shared_ptr<const int> shared;
  int* ignored DELTA(ignore);
};
