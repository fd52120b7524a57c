#include <delta/annotations.hpp>

namespace shop {

DELTA_TABLE("shop.silver.rows");
struct Row {
  int id;
};

}  // namespace shop
