#include "report/plan_checksum.hpp"

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

constexpr std::string_view kMember = ",\n  \"checksum\": \"";
constexpr std::string_view kScheme = "sha256:";

}  // namespace

std::string with_checksum(std::string text) {
  text.erase(text.rfind("\n}"));
  const std::string digits = sha256_hex(text);
  return text.append(kMember).append(kScheme).append(digits).append("\"\n}\n");
}

std::optional<TextChecksum> checksum_of(std::string_view text) {
  const std::size_t member = text.rfind(kMember);
  if (member == std::string_view::npos) return std::nullopt;
  const std::size_t begin = member + kMember.size();
  const std::size_t end = text.find('"', begin);
  if (end == std::string_view::npos) return std::nullopt;
  return TextChecksum{std::string(text.substr(begin, end - begin)),
                      std::string(kScheme) + sha256_hex(text.substr(0, member))};
}

}  // namespace delta
