#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  int id;
  std::string later DELTA(type("VOID"));
  std::string more DELTA(type("ARRAY<VOID>"));
};
