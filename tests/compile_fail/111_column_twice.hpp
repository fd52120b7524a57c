#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Base {
  std::int64_t ID;
};

struct Address {
  std::string city;
  std::string town DELTA(name("City"));
};

struct Order : Base {
  DELTA_TABLE("{env}.silver.orders");
  std::int64_t id;
  Address address;
};

struct Invoice {
  DELTA_TABLE("{env}.silver.invoices");
  std::int64_t number;
  Address billed;
  Address shipped;
};
