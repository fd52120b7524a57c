#include <delta/annotations.hpp>

enum Status { placed, shipped };
enum class State { open, closed };

struct Row {
  DELTA_TABLE("shop.silver.rows");
  Status status;
  State state;
  Status flags DELTA(type("INT"));
};
