#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::string name DELTA(type("STRING COLLATE UTF8_LCASES"));
  std::string city DELTA(type("STRING COLLATE UNICODE_RTRIM"));
  std::string code DELTA(type("STRING COLLATE UTF8_BINARY"));
};
