#include "report/diagnostics/source_line.hpp"

#include <algorithm>
#include <iterator>

#include "model/utf8.hpp"

namespace delta::report {
namespace {

constexpr std::size_t kTabStop = 8;

struct Range {
  char32_t first;
  char32_t last;
};

/// Combining marks, joiners and variation selectors: they share the cell before them.
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

/// East Asian wide and full-width characters, and emoji: two cells each.
constexpr Range kTwoCells[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

template <std::size_t N>
bool within(const Range (&ranges)[N], char32_t code) {
  const auto* next = std::upper_bound(std::begin(ranges), std::end(ranges), code,
                                      [](char32_t wanted, const Range& range) { return wanted < range.first; });
  return next != std::begin(ranges) && code <= std::prev(next)->last;
}

bool shows_nothing(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xDC80 && code <= 0xDCFF);
}

std::size_t cells_of(char32_t code) {
  if (code < 0x300) return 1;
  if (within(kZeroWidth, code)) return 0;
  return within(kTwoCells, code) ? 2 : 1;
}

}  // namespace

std::size_t SourceLine::cell(int column) const {
  const std::size_t byte = column < 1 ? 0 : static_cast<std::size_t>(column - 1);
  return byte < cells.size() ? cells[byte] : width;
}

SourceLine show(std::string_view source) {
  SourceLine out;
  std::string_view rest = source;
  while (!rest.empty()) {
    const std::size_t before = rest.size();
    const char32_t code = utf8::take(rest);
    out.cells.insert(out.cells.end(), before - rest.size(), out.width);
    if (code == '\r' && rest.empty()) break;
    if (code == '\t') {
      const std::size_t spaces = kTabStop - out.width % kTabStop;
      out.shown.append(spaces, ' ');
      out.width += spaces;
    } else if (shows_nothing(code)) {
      utf8::append(out.shown, 0xFFFD);
      ++out.width;
    } else {
      utf8::append(out.shown, code);
      out.width += cells_of(code);
    }
  }
  out.cells.push_back(out.width);
  return out;
}

}  // namespace delta::report
