#include "delta/model/source.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <unordered_map>

namespace delta {
namespace {

/// All names, the empty one first. They are never removed: there are as many as there are headers.
class Names {
 public:
  std::uint32_t number_of(std::string_view name) {
    const std::lock_guard lock(guard_);
    const auto known = numbers_.find(name);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(names_.size());
    numbers_.emplace(names_.emplace_back(name), number);
    return number;
  }

  const std::string& name_of(std::uint32_t number) {
    const std::lock_guard lock(guard_);
    return names_[number];
  }

 private:
  std::mutex guard_;
  std::deque<std::string> names_ = {""};  // grows without moving what it holds
  std::unordered_map<std::string_view, std::uint32_t> numbers_ = {{"", 0}};
};

Names& names() {
  static Names all;
  return all;
}

}  // namespace

SourceFile::SourceFile(std::string_view name) : number_(name.empty() ? 0 : names().number_of(name)) {}

const std::string& SourceFile::text() const noexcept { return names().name_of(number_); }

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
