#include <delta/annotations.hpp>

#include <cstddef>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  std::nullptr_t nothing;
  decltype([] { return 1; }) function;
};
