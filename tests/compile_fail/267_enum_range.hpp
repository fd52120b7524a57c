#include <delta/annotations.hpp>

#include <cstdint>

enum class Id : std::uint64_t { none, all = UINT64_MAX };
enum class Small : std::uint8_t { none };

struct Row {
  DELTA_TABLE("shop.silver.rows");
  Id id DELTA(as_integer);
  Small small DELTA(as_integer);
};
