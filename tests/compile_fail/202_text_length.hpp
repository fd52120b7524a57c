#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  delta::varchar<0> code;
  std::string grade DELTA(type("CHAR(0)"));
  delta::varchar<1> kind;
};
