#pragma once

namespace delta {

/// Called around every effect on the journal and the target. Null but in tests, which end the process there: what they
/// kill is the very code that ships.
inline void (*crash_point)(const char* where) = nullptr;

inline void at_crash_point(const char* where) {
  if (crash_point != nullptr) crash_point(where);
}

}  // namespace delta
