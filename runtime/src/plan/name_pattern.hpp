#pragma once
#include <regex.h>

#include <string>

#include "delta/expected.hpp"

namespace delta {

/// A POSIX extended regular expression that a whole name must fit. The C library's own: a migration binary is small.
class NamePattern {
 public:
  static Expected<NamePattern> make(const std::string& pattern);
  NamePattern(NamePattern&& other) noexcept : compiled_(other.compiled_), owns_(other.owns_) { other.owns_ = false; }
  NamePattern& operator=(NamePattern&&) = delete;
  ~NamePattern();

  bool fits(const std::string& name) const;

 private:
  NamePattern() = default;
  regex_t compiled_{};
  bool owns_ = false;
};

}  // namespace delta
