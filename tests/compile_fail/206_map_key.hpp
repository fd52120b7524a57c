#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <map>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id;
  std::map<std::map<int, int>, int> counts;
  std::string blobs DELTA(type("MAP<STRUCT<a: ARRAY<VARIANT>>, INT>"));
};
