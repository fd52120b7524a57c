#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <string>

struct Order {
  DELTA_TABLE("${env}.silver.orders", check("marked", "remark <> '${x}'"));
  int id DELTA(name("order${id}"));
  std::string remark;
};
