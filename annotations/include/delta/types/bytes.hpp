// BINARY and VARIANT. Compiles as C++11, with one layout for every standard.
#pragma once
#include <vector>

namespace delta {

/// BINARY: bytes without a meaning of their own.
struct binary {
  std::vector<unsigned char> bytes;

  friend bool operator==(const binary& a, const binary& b) { return a.bytes == b.bytes; }
  friend bool operator!=(const binary& a, const binary& b) { return !(a == b); }
};

/// VARIANT: a value of any shape, in the two parts of Parquet's Variant encoding.
struct variant {
  std::vector<unsigned char> metadata;
  std::vector<unsigned char> value;

  friend bool operator==(const variant& a, const variant& b) { return a.metadata == b.metadata && a.value == b.value; }
  friend bool operator!=(const variant& a, const variant& b) { return !(a == b); }
};

}  // namespace delta
