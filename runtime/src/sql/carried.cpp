#include "sql/carried.hpp"

#include <cctype>

namespace delta::sql {
namespace {

/// The pattern of a log's files begins a comment too, but one that nothing in those statements ends.
bool misleads(std::string_view name) {
  const bool comments = name.find("--") != name.npos || name.find("/*") != name.npos;
  return name.find_first_of("'\"?{}$") != name.npos || (comments && name.find("/_delta_log/") == name.npos);
}

/// Past the end of the text, or behind the character that ends it; `escapes` if a backslash takes the next one with it.
std::size_t end_of_quoted(std::string_view statement, std::size_t at, bool escapes) {
  const char quote = statement[at];
  for (++at; at < statement.size() && statement[at] != quote; ++at) {
    if (escapes && statement[at] == '\\') ++at;
  }
  return at + 1;
}

/// A doubled backtick ends one name and begins another, which is all the same here.
bool has_misleading_name(std::string_view statement) {
  for (std::size_t at = 0; at < statement.size();) {
    const char c = statement[at];
    if (c != '`' && c != '\'') {
      ++at;
      continue;
    }
    const std::size_t end = end_of_quoted(statement, at, c == '\'');
    if (c == '`' && misleads(statement.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

bool stays(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || std::string_view(" _.,()=<>:`").find(c) != std::string_view::npos;
}

}  // namespace

std::string carried_whole(std::string statement) {
  if (!has_misleading_name(statement)) return statement;
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text = "EXECUTE IMMEDIATE '";
  for (const char c : statement) {
    if (stays(c)) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += "\\u00";
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xFU];
  }
  return text + '\'';
}

}  // namespace delta::sql
