#include <delta/annotations.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct Line {
  std::string article;
};

struct Order {
  DELTA_TABLE("main.silver.orders", dropped("lines.element"), dropped("prices.value"));
  std::int64_t id;
  std::vector<Line> lines;
  std::map<std::string, double> prices;
};
