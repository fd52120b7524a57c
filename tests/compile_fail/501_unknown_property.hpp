#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", property("delta.enableChangeDataFed", "true"),
              property("DELTA.APPENDONLY", "true"), property("delta.nope", "1"), property("team.owner", "sales"));
  int id;
};
