#pragma once
#include <cstdint>
#include <delta/annotations.hpp>
#include <optional>
#include <string>

namespace billing {

/// One row per customer.
struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  BILLING_KEY id DELTA(primary_key);
  std::string name;
  std::optional<std::string> email DELTA(tag("pii", "true"));
};

}  // namespace billing
