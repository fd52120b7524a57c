#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.minReaderVersion", "3"), property("delta.minWriterVersion", "7"));
  int id;
};
