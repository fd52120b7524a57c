#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>
#include <vector>

struct Address {
  std::string city;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", partition_by("address.city", "address", "tags", "year(day)"));
  Address address;
  std::vector<std::string> tags;
  delta::date day;
};
