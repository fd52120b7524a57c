#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  int id;
  std::string lines DELTA(type("ARRAY<STRUCT<sku: STRING NOT NULL>>"));
  std::string notes DELTA(type("MAP<STRING, STRUCT<text: STRING NOT NULL>>"));
  std::string address DELTA(type("STRUCT<city: STRING NOT NULL>"));
};
