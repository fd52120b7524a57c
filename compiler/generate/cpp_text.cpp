#include "generate/cpp_text.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

#include "delta/model/fingerprint.hpp"

namespace deltac {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A code point that is well formed UTF-8 at `offset`, and how many bytes it takes; no bytes when it is not.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t size = 0;
};

CodePoint decode(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned char lead = byte(0);
  const std::size_t size = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (size == 0 || lead > 0xF4 || offset + size > text.size()) return {};
  std::uint32_t value = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  static constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[size] || surrogate || value > 0x10FFFF) return {};
  return {value, size};
}

/// Characters that an editor does not show, or that make it show others in another order (GCC warns of those).
bool is_invisible(std::uint32_t c) {
  return (c >= 0x80 && c <= 0x9F) || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/// Three octal digits: unlike `\x41`, such an escape ends by itself.
void append_octal(std::string& out, unsigned char byte) {
  out += '\\';
  out += static_cast<char>('0' + (byte >> 6U));
  out += static_cast<char>('0' + ((byte >> 3U) & 7U));
  out += static_cast<char>('0' + (byte & 7U));
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte == 0x7F) {
    append_octal(out, byte);
  } else {
    out += c;
  }
}

/// Appends the code point at `offset` and returns how many bytes were read.
std::size_t append_visible(std::string& out, std::string_view text, std::size_t offset) {
  if (static_cast<unsigned char>(text[offset]) < 0x80) {
    append_ascii(out, text[offset]);
    return 1;
  }
  const CodePoint point = decode(text, offset);
  if (point.size != 0 && !is_invisible(point.value)) {
    out += text.substr(offset, point.size);
    return point.size;
  }
  append_octal(out, static_cast<unsigned char>(text[offset]));
  return 1;
}

}  // namespace

std::string cpp_string(std::string_view value) {
  std::string out = "\"";
  for (std::size_t i = 0; i < value.size();) {
    if (value[i] == '?' && i > 0 && value[i - 1] == '?') {
      out += "\\?";
      ++i;
    } else {
      i += append_visible(out, value, i);
    }
  }
  return out + "\"";
}

std::string cpp_comment(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size();) {
    if (value[i] == '"' || value[i] == '\\') {
      out += value[i++];
    } else if (value[i] == '?' && i > 0 && value[i - 1] == '?') {
      out += " ?";  // `??/` is a backslash where trigraphs are on
      ++i;
    } else {
      i += append_visible(out, value, i);
    }
  }
  while (!out.empty() && (out.back() == '\\' || out.back() == ' ')) out.pop_back();
  return out;
}

std::string identifier_part(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c)) {
      out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out.empty() || is_digit(out.front()) ? "n" + out : out;
}

std::string IdentifierScope::unique(std::string_view text, std::string_view suffix) {
  const std::string base = identifier_part(text) + "_" + identifier_part(suffix);
  std::string name = base;
  for (int n = 2; !taken_.insert(name).second; ++n) name = base + std::to_string(n);
  return name;
}

std::string header_symbol(std::string_view library, std::string_view path) {
  const std::string whole = std::string(library) + ":" + std::string(path);
  return "header_" + identifier_part(whole) + "_" + delta::sha256_hex(whole).substr(0, 8);
}

std::string header_file(std::string_view library, std::string_view path) {
  std::string out(library);
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part == "..") {
      out += "/_up";  // never leave the output directory
    } else if (!part.empty() && part != ".") {
      out += "/" + std::string(part);
    }
    begin = end + 1;
  }
  return out + ".cpp";
}

}  // namespace deltac
