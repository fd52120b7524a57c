#include <delta/annotations.hpp>

namespace shop {
namespace {

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
};

}  // namespace
}  // namespace shop
