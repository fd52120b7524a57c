#include <delta/annotations.hpp>

namespace shop {

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
};
