#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", location("s3://bucket/{env}/orders"));
  int id;
};

struct OrderAgain {
  DELTA_TABLE("{env}.silver.orders_again", location("s3a://bucket/{env}//orders/"));
  int id;
};
