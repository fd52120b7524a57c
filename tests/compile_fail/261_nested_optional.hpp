#include <delta/annotations.hpp>

#include <optional>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  std::optional<std::optional<int>> twice;
};
