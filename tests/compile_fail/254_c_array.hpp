#include <delta/annotations.hpp>

#include <array>
#include <cstddef>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  double position[3];
  char name[16];
  std::array<double, 3> fine;
  std::array<std::byte, 16> uuid;
};
