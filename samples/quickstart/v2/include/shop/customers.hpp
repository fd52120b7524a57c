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
  std::optional<std::string> city;     ///< may be unknown
  std::optional<std::string> country;  ///< ISO 3166, two letters
};

/// One row per customer, as registered in the web shop.
struct Customer {
  DELTA_TABLE("{env}.silver.customers", dropped("fax"));
  /// Surrogate key.
  std::int64_t id DELTA(primary_key);
  std::string full_name DELTA(renamed_from("name"));
  std::optional<std::string> email DELTA(tag("pii", "true"));
  Address address;
  delta::timestamp registered_at;
};

}  // namespace shop
