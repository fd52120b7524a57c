#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct A {
  DELTA_TABLE("dev.silver.a");
  std::int64_t id;
};

struct B {
  DELTA_TABLE("dev.silver.b");
  std::int64_t id;
};
