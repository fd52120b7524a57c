#pragma once
#include <cstdint>
#include <delta/annotations.hpp>
#include <delta/types.hpp>
#include <optional>
#include <string>

namespace shop {

/// Where something is sent.
struct Address {
  std::string street;
  std::optional<std::string> city;  ///< may be unknown
};

/// One row per customer.
struct Customer {
  DELTA_TABLE("{env}.silver.customers");
  /// Surrogate key.
  std::int64_t id DELTA(primary_key);
  std::string name;
  std::optional<std::string> email DELTA(tag("pii", "true"));
  Address address;
  std::optional<std::string> fax;
  delta::timestamp registered_at;
};

}  // namespace shop
