#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct A {
  DELTA_TABLE("dev.silver.a", property("delta.columnMapping.mode", "name"));
  std::int64_t id;
};

struct B {
  DELTA_TABLE("dev.silver.b");
  std::int64_t id;
  std::optional<std::string> note;
};

struct C {
  DELTA_TABLE("dev.silver.c");
  std::int64_t id;
  std::optional<std::string> note;
};
