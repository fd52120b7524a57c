#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <vector>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::vector<int> id DELTA(primary_key);
  std::vector<int> number DELTA(unique);
};
