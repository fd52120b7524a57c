#include "plan/name_pattern.hpp"

namespace delta {

Expected<NamePattern> NamePattern::make(const std::string& pattern) {
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
