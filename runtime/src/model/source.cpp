#include "delta/model/source.hpp"

#include <algorithm>

namespace delta {

SourceSpan LocatedText::at(std::size_t offset, std::size_t length) const {
  const auto next = std::upper_bound(runs.begin(), runs.end(), offset,
                                     [](std::size_t wanted, const Run& run) { return wanted < run.offset; });
  if (next == runs.begin() || offset + length > value.size()) return span;
  const Run& run = *std::prev(next);
  // A stretch that ends in another run (another line, an escape between) is underlined up to the end of its own.
  const std::size_t end = next == runs.end() ? offset + length : std::min(offset + length, next->offset);
  return {.file = span.file,
          .line = run.line,
          .column = run.column + static_cast<int>(offset - run.offset),
          .length = std::max(1, static_cast<int>(end - offset))};
}

}  // namespace delta
