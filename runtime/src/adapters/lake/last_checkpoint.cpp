#include "adapters/lake/last_checkpoint.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/lake/json.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/md5.hpp"

namespace delta::lake {
namespace {

constexpr std::string_view kChecksum = "checksum";

/// In quotes, every byte that is not unreserved in a URI as `%XX`.
std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_' || c == '.' || c == '~';
    if (kept) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out + "\"";
}

using Leaves = std::vector<std::pair<std::string, std::string>>;

void collect(const Json& value, const std::string& path, Leaves& leaves) {
  const auto below = [&](const std::string& step) { return path.empty() ? step : path + "+" + step; };
  switch (value.kind) {
    case Json::Kind::object:
      for (const JsonMember& member : value.members) collect(member.value, below(encoded(member.name)), leaves);
      return;
    case Json::Kind::array:
      for (std::size_t i = 0; i < value.items.size(); ++i) collect(value.items[i], below(std::to_string(i)), leaves);
      return;
    case Json::Kind::string: leaves.emplace_back(path, encoded(value.text)); return;
    default: leaves.emplace_back(path, value.dump());
  }
}

/// PROTOCOL.md, "JSON checksum": MD5 of `path=value` pairs, sorted by path, the checksum itself left out.
std::string checksum_of(Json hint) {
  hint.erase(kChecksum);
  Leaves leaves;
  collect(hint, "", leaves);
  std::ranges::sort(leaves);
  std::string canonical;
  for (const auto& [path, value] : leaves) canonical += (canonical.empty() ? "" : ",") + path + "=" + value;
  return md5_hex(canonical);
}

std::optional<std::int64_t> number(const Json& object, std::string_view name) {
  const Json* member = object.find(name);
  return member != nullptr ? member->integer() : std::nullopt;
}

std::optional<LastCheckpoint> read(const Json& json) {
  const std::optional<std::int64_t> version = number(json, "version");
  const std::optional<std::int64_t> size = number(json, "size");
  if (!version || *version < 0 || !size) return std::nullopt;
  const std::string* checksum = json.find_string(kChecksum);
  if (checksum != nullptr && *checksum != checksum_of(json)) return std::nullopt;
  LastCheckpoint hint;
  hint.version = *version;
  hint.size = *size;
  hint.parts = number(json, "parts");
  if (const Json* v2 = json.find("v2Checkpoint"); v2 != nullptr) {
    if (const std::string* path = v2->find_string("path"); path != nullptr) {
      hint.v2_file = path->substr(path->rfind('/') + 1);
    }
  }
  return hint;
}

}  // namespace

std::optional<LastCheckpoint> parse_last_checkpoint(std::string_view text) {
  try {
    return read(parse_json(text));
  } catch (const LogError&) {
    return std::nullopt;
  }
}

bool names_checkpoint(const LastCheckpoint& hint, const Checkpoint& checkpoint) {
  if (hint.version != checkpoint.version) return false;
  if (!hint.v2_file.empty()) return checkpoint.files.front() == hint.v2_file;
  if (hint.parts) return checkpoint.files.size() == static_cast<std::size_t>(*hint.parts);
  return checkpoint.files.front() == checkpoint_name(hint.version);
}

}  // namespace delta::lake
