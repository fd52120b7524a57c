#include <delta/annotations.hpp>

#include <map>
#include <optional>
#include <string>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  std::map<std::optional<std::string>, int> counts;
  std::map<std::string, std::optional<int>> fine;
};
