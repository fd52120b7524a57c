#include "adapters/spark/catalog_listing.hpp"

#include <charconv>

#include "delta/model/identifier.hpp"

namespace delta::spark {
namespace {

std::string_view line_from(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  return rest.substr(0, rest.find('\n'));
}

/// The value on the first line, or the last one, that begins with `key`.
std::string value_of(std::string_view text, std::string_view key, bool last) {
  std::string_view found;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = line_from(text, at);
    if (line.starts_with(key)) {
      found = line.substr(key.size());
      if (!last) break;
    }
    at += line.size() + 1;
  }
  while (!found.empty() && (found.back() == '\r' || found.back() == ' ')) found.remove_suffix(1);
  return std::string(found);
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace

CatalogEntry read_entry(std::string_view name, std::string_view information) {
  CatalogEntry entry;
  entry.name = name;
  entry.type = value_of(information, "Type: ", false);
  entry.provider = fold_case(value_of(information, "Provider: ", false));
  entry.location = value_of(information, "Location: ", true);
  while (entry.location.ends_with('/')) entry.location.pop_back();
  return entry;
}

std::string directory_key(std::string_view location, bool percent_encoded) {
  // "s3://bucket/x" keeps its bucket, which is as much a part of the place as the path.
  const std::size_t colon = location.find(":/");
  if (colon != std::string_view::npos) location.remove_prefix(colon + 1);
  while (location.starts_with('/')) location.remove_prefix(1);
  while (location.ends_with('/')) location.remove_suffix(1);
  return percent_encoded ? percent_decoded(location) : std::string(location);
}

}  // namespace delta::spark
