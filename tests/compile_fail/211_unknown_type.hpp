#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::string note DELTA(type("TEXT"));
  std::string key DELTA(type("UUID"));
  std::string code DELTA(type("STRING(10)"));
  std::uint64_t size DELTA(type("BIGINT UNSIGNED"));
  std::string name DELTA(type("STRNG"));
};
