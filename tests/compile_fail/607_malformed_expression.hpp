#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("positive", "(id > 0"), check("known", "name <> 'x"), check("any", " "));
  std::int64_t id;
  std::string name DELTA(default_value("upper('x'))"));
};

struct Parcel {
  DELTA_TABLE("{env}.silver.parcels", check("light", "weight < 30;"), check("heavy", "weight > 0 -- in kg"),
              check("fine", "weight /* in kg, -- as ever */ > 0 AND note <> '--;'"));
  std::int64_t weight;
  std::string note DELTA(default_value("'none' -- yet"));
};
