#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("location", "s3://bucket/orders"), property("provider", "delta"),
              property("owner", "me"), property("external", "true"), property("comment", "orders"), property("", "x"));
  int id;
};
