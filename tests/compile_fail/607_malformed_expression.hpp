#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("positive", "(id > 0"), check("known", "name <> 'x"), check("any", " "));
  std::int64_t id;
  std::string name DELTA(default_value("upper('x'))"));
};
