#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace delta::report {

/// How a piece of text looks on a terminal. Nothing depends on it: without colour the words say the same.
enum class Style { plain, bold, dim, green, yellow, red, cyan };

/// The columns that UTF-8 text takes on a terminal: two for wide East Asian characters and emoji, none for combining
/// marks. Bytes that are no UTF-8 count one each.
std::size_t display_width(std::string_view text);

/// Text of others (comments, names, values) made safe to print: one line, no control characters, so that nothing in a
/// table can move the cursor or change colours.
std::string printable(std::string_view text);

/// At most `width` columns of `text`, the last one an ellipsis if something was cut.
std::string shorten(std::string_view text, std::size_t width);

/// `text` followed by spaces up to `width` columns.
std::string pad(std::string_view text, std::size_t width);

/// `text` in a style, or as it is when `color` is false.
std::string paint(std::string_view text, Style style, bool color);

/// A cell of a row: its text as it is printed, and its style.
struct Cell {
  std::string text;
  Style style = Style::plain;
};

/// Lines up rows of cells: every column as wide as its widest cell that has a neighbour to its right, but no wider
/// than `cap`; a longer cell pushes the rest of its own row only. Two spaces stand between columns, none at the end of
/// a line. Each line starts with `indent`.
std::string align(const std::vector<std::vector<Cell>>& rows, std::string_view indent, std::size_t cap, bool color);

/// "1 step", "3 steps".
std::string count(std::size_t number, std::string_view singular);

/// "0.1 s", "12 s", "3 min".
std::string seconds_text(double seconds);

}  // namespace delta::report
