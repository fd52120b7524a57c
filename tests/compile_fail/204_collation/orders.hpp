#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("main.silver.orders");
  std::string name DELTA(type("STRING COLLATE UTF8_LCASE"));
};
