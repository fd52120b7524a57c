#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <delta/annotations.hpp>

namespace set_comment {

struct Address {
  /// With the house number.
  std::optional<std::string> street;
};

/// One row per journey.
///
/// It's "complete" since 2024.
struct T {
  DELTA_TABLE("evo.set_comment.t");
  /// Surrogate key.
  std::int64_t id;
  std::optional<std::string> note;
  std::optional<Address> address;
};

}  // namespace set_comment
