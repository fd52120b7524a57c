#include <delta/annotations.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  std::uint8_t tiny;
  std::uint16_t small;
  const unsigned plain = 0;
  std::size_t size;
  std::vector<unsigned char> bytes;
  std::map<int, std::vector<std::uint32_t>> deep;
  std::uint64_t kept DELTA(type("DECIMAL(20,0)"));
};
