#include <delta/annotations.hpp>

union Price {
  DELTA_TABLE("shop.silver.prices");
  int cents;
  double euros;
};
