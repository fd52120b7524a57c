#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  delta::timestamp placed_at;
  delta::timestamp sent_at;
  delta::date day DELTA(generated("CAST(sent_at AS DATE)"));
};
