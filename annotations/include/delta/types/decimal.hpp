// DECIMAL(precision, scale) as a plain value: the digits without their point, in the smallest integer that holds them.
// Compiles as C++11.
#pragma once
#include <cstdint>

namespace delta {
namespace detail {

/// A signed number of 128 bits in two's complement.
struct wide_integer {
  std::uint64_t low;
  std::int64_t high;

  friend constexpr bool operator==(const wide_integer& a, const wide_integer& b) {
    return a.low == b.low && a.high == b.high;
  }
  friend constexpr bool operator!=(const wide_integer& a, const wide_integer& b) { return !(a == b); }
  friend constexpr bool operator<(const wide_integer& a, const wide_integer& b) {
    return a.high < b.high || (a.high == b.high && a.low < b.low);
  }
};

template <bool Fits32, bool Fits64>
struct decimal_storage {
  using type = wide_integer;
};
template <>
struct decimal_storage<true, true> {
  using type = std::int32_t;
};
template <>
struct decimal_storage<false, true> {
  using type = std::int64_t;
};

}  // namespace detail

/// DECIMAL(Precision, Scale): the value is `unscaled` times ten to the power of -Scale.
/// 12.50 as a decimal<18, 2> is {1250}.
template <int Precision, int Scale = 0>
struct decimal {
  using unscaled_type = typename detail::decimal_storage<(Precision <= 9), (Precision <= 18)>::type;
  static constexpr int precision = Precision;
  static constexpr int scale = Scale;

  unscaled_type unscaled;

  friend constexpr bool operator==(const decimal& a, const decimal& b) { return a.unscaled == b.unscaled; }
  friend constexpr bool operator!=(const decimal& a, const decimal& b) { return !(a == b); }
  friend constexpr bool operator<(const decimal& a, const decimal& b) { return a.unscaled < b.unscaled; }
};

}  // namespace delta
