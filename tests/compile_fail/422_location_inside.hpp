#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", location("/data/orders"));
  int id;
};

struct Line {
  DELTA_TABLE("{env}.silver.lines", location("file:///data/orders/lines"));
  int id;
};
