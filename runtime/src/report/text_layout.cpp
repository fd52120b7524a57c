#include "report/text_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace delta::report {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

/// Characters that take no column: combining marks, joiners, variation selectors.
constexpr std::array kZeroWidth{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489},   Range{0x0591, 0x05BD}, Range{0x0610, 0x061A}, Range{0x064B, 0x065F},
    Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},   Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200F},
    Range{0x2028, 0x202E}, Range{0x2060, 0x2064},   Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
    Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF},
};

/// Characters that take two columns (Unicode's East Asian Width W and F, and emoji).
constexpr std::array kWide{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x2329, 0x232A},   Range{0x23E9, 0x23EC},
    Range{0x2614, 0x2615},   Range{0x2705, 0x2705},   Range{0x274C, 0x274C},   Range{0x2E80, 0x303E},
    Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
    Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF},
    Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
};

template <std::size_t N>
bool among(const std::array<Range, N>& ranges, std::uint32_t code) {
  const auto found = std::lower_bound(ranges.begin(), ranges.end(), code,
                                      [](const Range& range, std::uint32_t value) { return range.last < value; });
  return found != ranges.end() && found->first <= code;
}

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

/// The character at the start of `text`, which is not empty. A byte that is no UTF-8 is a character of its own.
Character next_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 && lead < 0xF5   ? 4
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                                                           : 0;
  if (length == 0 || text.size() < length) return {lead, 1, false};
  std::uint32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {lead, 1, false};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLowest{0, 0, 0x80, 0x800, 0x10000};
  if (code < kLowest[length] || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return {lead, 1, false};
  return {code, length, true};
}

std::size_t width_of(const Character& character) {
  if (!character.valid) return 1;
  if (among(kZeroWidth, character.code)) return 0;
  return among(kWide, character.code) ? 2 : 1;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "…";

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = next_character(text);
    width += width_of(character);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = next_character(text);
    const bool blank = character.code == '\n' || character.code == '\t' || character.code == '\r';
    const bool control = character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0) ||
                         (character.code >= 0x200E && character.code <= 0x200F) ||
                         (character.code >= 0x2028 && character.code <= 0x202E) ||
                         (character.code >= 0x2066 && character.code <= 0x2069);
    if (character.valid && blank) {
      if (out.empty() || out.back() != ' ') out += ' ';
    } else if (!character.valid || control) {
      out += kReplacement;
    } else {
      out += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const Character character = next_character(text);
    if (used + width_of(character) + 1 > width) break;
    used += width_of(character);
    out += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return out.append(kEllipsis);
}

std::string pad(std::string_view text, std::size_t width) {
  std::string out(text);
  const std::size_t used = display_width(text);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::string paint(std::string_view text, Style style, bool color) {
  if (!color || style == Style::plain || text.empty()) return std::string(text);
  constexpr std::array<std::string_view, 7> kCodes{"0", "1", "2", "32", "33", "31", "36"};
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(style)], text);
}

std::string align(const std::vector<std::vector<Cell>>& rows, std::string_view indent, std::size_t cap, bool color) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths.size() <= i) widths.resize(i + 1, 0);
      // A text with nothing beside it may run on into the free room, so it does not widen its column.
      const bool followed = i + 1 < row.size() && !row[i + 1].text.empty();
      const std::size_t width = display_width(row[i].text);
      if (followed && width <= cap) widths[i] = std::max(widths[i], width);
    }
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line(indent);
    std::size_t column = 0;  // where the text of this row has come to
    std::size_t wanted = 0;  // where the next cell would start if every cell kept to its width
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!row[i].text.empty()) {
        if (column > 0) {
          const std::size_t start = std::max(wanted, column + 2);
          line.append(start - column, ' ');
          column = start;
        } else {
          line.append(wanted, ' ');
          column = wanted;
        }
        line += paint(row[i].text, row[i].style, color);
        column += display_width(row[i].text);
      }
      wanted += widths[i] + (widths[i] > 0 ? 2 : 0);
    }
    out.append(line).append("\n");
  }
  return out;
}

std::string count(std::size_t number, std::string_view singular) {
  return fmt::format("{} {}{}", number, singular, number == 1 ? "" : "s");
}

std::string seconds_text(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} min", seconds / 60);
}

}  // namespace delta::report
