#include <delta/annotations.hpp>

#include <cstdint>
#include <optional>
#include <string>

struct Customer {
  DELTA_TABLE("dev.silver.customers");
  std::int64_t id DELTA(primary_key);
  std::optional<std::string> name;
};

struct Order {
  DELTA_TABLE("dev.silver.orders");
  std::int64_t id;
  std::int64_t customer DELTA(references<Customer>);
  std::optional<std::string> note;
};
