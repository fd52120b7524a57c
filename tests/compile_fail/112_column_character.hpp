#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Stop {
  std::string city DELTA(name("city;town"));
};

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::string city DELTA(name("home town"));
  Stop stop;
};

struct Mapped {
  DELTA_TABLE("{env}.silver.mapped", property("delta.columnMapping.mode", "name"));
  std::string city DELTA(name("home town"));
};
