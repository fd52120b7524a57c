#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>
#include <vector>

struct Address {
  std::string city;
};

struct Payload {
  std::int64_t size;
  delta::variant body;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", cluster_by("paid", "address", "stops.element.city", "payload.size"));
  bool paid;
  Address address;
  std::vector<Address> stops;
  Payload payload;
};
