#include "adapters/odbc/wide.hpp"

#include "model/utf8.hpp"

namespace delta::odbc {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr bool is_high(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
constexpr bool is_low(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::vector<SQLWCHAR> to_wide(std::string_view text) {
  static_assert(sizeof(SQLWCHAR) == 2, "unixODBC's wide characters are UTF-16");
  std::vector<SQLWCHAR> wide;
  wide.reserve(text.size() + 1);  // Some drivers take no null pointer, even for a text without characters.
  while (!text.empty()) {
    char32_t point = utf8::take(text);
    if (is_high(point) || is_low(point)) point = kReplacement;
    if (point >= 0x10000) {
      wide.push_back(static_cast<SQLWCHAR>(0xD800 + ((point - 0x10000) >> 10)));
      wide.push_back(static_cast<SQLWCHAR>(0xDC00 + ((point - 0x10000) & 0x3FF)));
    } else {
      wide.push_back(static_cast<SQLWCHAR>(point));
    }
  }
  return wide;
}

void append_utf8(std::string& text, std::span<const SQLWCHAR> wide) {
  // Nearly all cells are ASCII: a loop without growth for what is.
  const std::size_t before = text.size();
  text.resize(before + wide.size());
  char* out = text.data() + before;
  std::size_t at = 0;
  while (at < wide.size() && wide[at] < 0x80) *out++ = static_cast<char>(wide[at++]);
  text.resize(before + at);
  while (at < wide.size()) {
    char32_t point = wide[at++];
    if (point < 0x80) {
      text += static_cast<char>(point);
      continue;
    }
    if (is_high(point) && at < wide.size() && is_low(wide[at])) {
      point = 0x10000 + ((point - 0xD800) << 10) + (wide[at++] - 0xDC00u);
    } else if (is_high(point) || is_low(point)) {
      point = kReplacement;
    }
    utf8::append(text, point);
  }
}

}  // namespace delta::odbc
