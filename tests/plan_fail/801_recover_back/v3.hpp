#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct B {
  DELTA_TABLE("dev.silver.b");
  std::int64_t id;
  std::optional<std::string> other;
};
