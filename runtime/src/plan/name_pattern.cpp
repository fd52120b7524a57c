#include "plan/name_pattern.hpp"

#include <algorithm>
#include <charconv>

namespace delta {
namespace {

/// What the repetitions in braces of a pattern make of it together: `(a{9}){9}` has 81 times its letter. The C library
/// writes them all out.
std::size_t repeated(const std::string& pattern, std::size_t most) {
  std::size_t product = 1;
  for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    std::size_t largest = 1;
    for (std::size_t i = at + 1; i < pattern.size() && pattern[i] != '}'; ++i) {
      std::size_t number = 0;
      const char* begin = pattern.data() + i;
      const auto [end, error] = std::from_chars(begin, pattern.data() + pattern.size(), number);
      if (end == begin) continue;
      largest = std::max(largest, error == std::errc{} ? number : most + 1);
      i += static_cast<std::size_t>(end - begin) - 1;
    }
    product = largest > most ? most + 1 : product * largest;
    if (product > most) break;
  }
  return product;
}

}  // namespace

Expected<NamePattern> NamePattern::make(const std::string& pattern) {
  constexpr std::size_t kMost = 1000;
  if (repeated(pattern, kMost) > kMost) {
    return Error{"'" + pattern + "' repeats its parts more than a thousand times", "names are shorter: write + or *"};
  }
  NamePattern made;
  const std::string whole = "^(" + pattern + ")$";
  const int failed = ::regcomp(&made.compiled_, whole.c_str(), REG_EXTENDED | REG_NOSUB);
  made.owns_ = failed == 0;
  if (failed == 0) return made;
  char why[128] = {};
  ::regerror(failed, &made.compiled_, why, sizeof why);
  return Error{"'" + pattern + "' is no regular expression: " + why,
               "write a POSIX extended one over the whole name, such as [a-z][a-z0-9_]*"};
}

NamePattern::~NamePattern() {
  if (owns_) ::regfree(&compiled_);
}

bool NamePattern::fits(const std::string& name) const {
  return ::regexec(&compiled_, name.c_str(), 0, nullptr, 0) == 0;
}

}  // namespace delta
