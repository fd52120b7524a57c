#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>
#include <vector>

struct Address {
  delta::varchar<8> zip;
  std::string town DELTA(name("home-town"));
};

struct Plain {
  std::string town DELTA(name("home-town"));
};

struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  Address address;
  std::vector<Address> earlier;
  Plain plain;
  delta::varchar<8> code DELTA(name("a-code"));
};
