// Dates and times as Delta counts them, for code that does not want <chrono>. Compiles as C++11.
#pragma once
#include <cstdint>

namespace delta {

/// DATE: days since 1970-01-01.
struct date {
  std::int32_t days;

  friend constexpr bool operator==(const date& a, const date& b) { return a.days == b.days; }
  friend constexpr bool operator!=(const date& a, const date& b) { return !(a == b); }
  friend constexpr bool operator<(const date& a, const date& b) { return a.days < b.days; }
};

/// TIMESTAMP, an instant: microseconds since 1970-01-01 00:00:00 UTC.
struct timestamp {
  std::int64_t microseconds;

  friend constexpr bool operator==(const timestamp& a, const timestamp& b) { return a.microseconds == b.microseconds; }
  friend constexpr bool operator!=(const timestamp& a, const timestamp& b) { return !(a == b); }
  friend constexpr bool operator<(const timestamp& a, const timestamp& b) { return a.microseconds < b.microseconds; }
};

/// TIMESTAMP_NTZ, a wall clock's reading in no time zone: microseconds since 1970-01-01 00:00:00 on that clock.
struct timestamp_ntz {
  std::int64_t microseconds;

  friend constexpr bool operator==(const timestamp_ntz& a, const timestamp_ntz& b) {
    return a.microseconds == b.microseconds;
  }
  friend constexpr bool operator!=(const timestamp_ntz& a, const timestamp_ntz& b) { return !(a == b); }
  friend constexpr bool operator<(const timestamp_ntz& a, const timestamp_ntz& b) {
    return a.microseconds < b.microseconds;
  }
};

}  // namespace delta
