#pragma once
#include <cstdint>
#include <string>

namespace shop {

struct Line {
  std::string article;
  std::int32_t quantity = 0;
};

}  // namespace shop
