#include "adapters/spark/catalog_listing.hpp"

#include <charconv>

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

/// The query stands there twice, and may have lines that look like the server's own: it is what is the same both times.
std::string view_text(std::string_view text) {
  constexpr std::string_view kFirst = "\nView Text: ";
  constexpr std::string_view kSecond = "\nView Original Text: ";
  for (std::size_t first = text.find(kFirst); first != std::string_view::npos; first = text.find(kFirst, first + 1)) {
    const std::size_t begin = first + kFirst.size();
    for (std::size_t second = text.find(kSecond, begin); second != std::string_view::npos;
         second = text.find(kSecond, second + 1)) {
      const std::string_view query = text.substr(begin, second - begin);
      const std::string_view rest = text.substr(second + kSecond.size());
      if (rest.starts_with(query) && rest.substr(query.size()).starts_with("\nView ")) return std::string(query);
    }
  }
  return value_of(text, "View Text: ", false);
}

/// A mark is hexadecimal digits, among the view's properties: `Table Properties: [deltac.managed=02…, x=y]`.
std::string view_mark(std::string_view text) {
  const std::string properties = value_of(text, "Table Properties: ", true);
  const std::string key = "deltac.managed=";
  const std::size_t at = properties.find(key);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size();
  return properties.substr(begin, properties.find_first_not_of("0123456789abcdef", begin) - begin);
}

}  // namespace

CatalogEntry read_entry(std::string_view name, std::string_view information) {
  CatalogEntry entry;
  entry.name = name;
  entry.type = value_of(information, "Type: ", false);
  entry.provider = fold_case(value_of(information, "Provider: ", false));
  entry.location = value_of(information, "Location: ", true);
  while (entry.location.ends_with('/')) entry.location.pop_back();
  if (entry.is_view()) {
    entry.query = view_text(information);
    entry.mark = view_mark(information);
  }
  return entry;
}

Error foreign_object(const TableName& name, const CatalogEntry& entry) {
  if (entry.is_view()) {
    return {name.text() + " is a view", "drop or rename the view, or declare the table under another name"};
  }
  const std::string format = entry.provider.empty() ? "another format" : "format '" + entry.provider + "'";
  return {name.text() + " is a table of " + format + ", and deltac changes Delta tables only",
          "convert it with CONVERT TO DELTA, or declare the table under another name"};
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
