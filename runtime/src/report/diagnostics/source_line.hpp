#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace delta::report {

/// A source line as a terminal shows it: tabs expanded, bytes that are no text replaced.
struct SourceLine {
  std::string shown;
  std::vector<std::size_t> cells;  ///< for each byte of the source, and the end, the terminal column that it begins at
  std::size_t width = 0;           ///< terminal columns in all

  /// The terminal column of source byte `column` (from 1); the end of the line for one beyond it.
  std::size_t cell(int column) const;
};

SourceLine show(std::string_view source);

}  // namespace delta::report
