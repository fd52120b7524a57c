#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("dev.silver.orders", cluster_by("remark"));
  std::int64_t id;
  std::optional<std::string> remark;
  std::optional<delta::date> day;
};
