#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace set_comment {

struct Address {
  std::optional<std::string> street;
};

/// Journeys.
struct T {
  DELTA_TABLE("evo.set_comment.t");
  /// A number.
  std::int64_t id;
  /// Goes away.
  std::optional<std::string> note;
  std::optional<Address> address;
};

}  // namespace set_comment
