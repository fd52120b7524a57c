#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>
#include <vector>

struct Address {
  std::string city;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", check("positive", "totl >= 0"), check("known", "address.ctiy <> ''"),
              check("filled", "size(stops) > 0 AND exists(stops, s -> s.city IS NOT NULL)"),
              check("open", "state IN ('a', 'b') OR \"x\" = state"),
              check("deep", R"(total >= 0
                           AND state <> stat)"));
  delta::decimal<18, 2> total;
  std::string state;
  Address address;
  std::vector<Address> stops;
};
