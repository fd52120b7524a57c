#pragma once

struct Order {
  DELTA_TABLE("silver.orders");
  int id DELTA(primary_key);
};
