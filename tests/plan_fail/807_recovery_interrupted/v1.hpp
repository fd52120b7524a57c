#include <delta/annotations.hpp>

#include <cstdint>

struct A {
  DELTA_TABLE("dev.silver.a");
  std::int64_t id;
};

struct B {
  DELTA_TABLE("dev.silver.b");
  std::int64_t id;
};

struct C {
  DELTA_TABLE("dev.silver.c");
  std::int64_t id;
};
