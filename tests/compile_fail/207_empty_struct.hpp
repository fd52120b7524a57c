#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Extra {};

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  int id;
  Extra extra;
};
