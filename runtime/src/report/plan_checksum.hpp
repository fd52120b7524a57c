#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace delta {

inline constexpr std::string_view kPlanFormat = "deltac.plan/1";

/// Puts a last member `checksum` into the text of a JSON object: "sha256:" and the digits for all that stands before
/// it.
std::string with_checksum(std::string text);

/// A text's checksum: what it says, and what it should say. Nothing where it has none as `with_checksum` writes it.
struct TextChecksum {
  std::string written;
  std::string computed;
};
std::optional<TextChecksum> checksum_of(std::string_view text);

}  // namespace delta
