#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>
#include <vector>

struct Address {
  std::string city;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", cluster_by("paid", "address", "stops.element.city"));
  bool paid;
  Address address;
  std::vector<Address> stops;
};
