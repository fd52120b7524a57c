#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct Line {
  std::string sku;
};

struct Order {
  DELTA_TABLE("{env}.silver.orders", dropped("lines.weight"), dropped("id.part"), dropped("prices.eur"),
              dropped("lines.element.weight"));
  std::int64_t id;
  std::vector<Line> lines;
  std::map<std::string, double> prices;
};
