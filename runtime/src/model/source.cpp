#include "delta/model/source.hpp"

#include <algorithm>
#include <mutex>
#include <unordered_set>

namespace delta {
namespace {

/// The one copy of a name. Names are never removed: there are as many as there are headers.
const std::string* kept_name(std::string_view name) {
  static std::mutex guard;
  static std::unordered_set<std::string> names;
  const std::lock_guard lock(guard);
  return &*names.emplace(name).first;
}

}  // namespace

SourceFile::SourceFile(std::string_view name) : name_(name.empty() ? nullptr : kept_name(name)) {}

const std::string& SourceFile::text() const noexcept {
  static const std::string none;
  return name_ == nullptr ? none : *name_;
}

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
