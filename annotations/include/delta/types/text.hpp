// VARCHAR and CHAR: strings whose length Delta limits. Compiles as C++11.
#pragma once
#include <string>

namespace delta {

/// VARCHAR(Length): UTF-8 text of at most Length characters. Delta checks the length when a row is written.
template <int Length>
struct varchar {
  static constexpr int max_length = Length;

  std::string value;

  friend bool operator==(const varchar& a, const varchar& b) { return a.value == b.value; }
  friend bool operator!=(const varchar& a, const varchar& b) { return !(a == b); }
  friend bool operator<(const varchar& a, const varchar& b) { return a.value < b.value; }
};

/// CHAR(Length): UTF-8 text that Delta pads with blanks to Length characters.
template <int Length>
struct fixed_char {
  static constexpr int max_length = Length;

  std::string value;

  friend bool operator==(const fixed_char& a, const fixed_char& b) { return a.value == b.value; }
  friend bool operator!=(const fixed_char& a, const fixed_char& b) { return !(a == b); }
  friend bool operator<(const fixed_char& a, const fixed_char& b) { return a.value < b.value; }
};

}  // namespace delta
