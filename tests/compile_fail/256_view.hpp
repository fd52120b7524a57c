#include <delta/annotations.hpp>

#include <optional>
#include <span>
#include <string_view>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  std::string_view name;
  std::optional<std::string_view> maybe;
  std::span<const int> numbers;
};
