#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "delta/model/few.hpp"

namespace delta {

/// The name of a source file, as the command line gave it, so that editors can jump. There are few files and very many
/// places in them: each name is kept once for the whole process, and a place holds its number.
class SourceFile {
 public:
  SourceFile() noexcept = default;
  SourceFile(std::string_view name);
  SourceFile(const std::string& name) : SourceFile(std::string_view(name)) {}
  SourceFile(const char* name) : SourceFile(std::string_view(name)) {}

  const std::string& text() const noexcept;
  operator const std::string&() const noexcept { return text(); }
  bool empty() const noexcept { return number_ == 0; }

  friend bool operator==(const SourceFile&, const SourceFile&) noexcept = default;
  friend std::strong_ordering operator<=>(const SourceFile& a, const SourceFile& b) noexcept {
    return a == b ? std::strong_ordering::equal : a.text() <=> b.text();
  }

 private:
  std::uint32_t number_ = 0;  ///< 0: no name
};

/// A stretch of one source line. Lines and columns count from 1, columns and lengths in bytes; `line == 0` means
/// that the place is not known (a table that was read from a target, or built in code).
///
/// Two spans always compare equal: where a thing is written never makes it a different thing, and so every model
/// type may default its comparison.
struct SourceSpan {
  SourceFile file;
  int line = 0;
  int column = 0;
  int length = 1;

  bool known() const noexcept { return line > 0; }
  friend bool operator==(const SourceSpan&, const SourceSpan&) noexcept { return true; }
};

/// Text that was written as a string literal, and where each of its bytes stands. Compares by value only.
struct LocatedText {
  /// From byte `offset` of `value` on, one byte of text is one byte of source, starting at `line`:`column`.
  struct Run {
    std::size_t offset = 0;
    int line = 0;
    int column = 0;
    friend bool operator==(const Run&, const Run&) noexcept { return true; }
  };

  std::string value;
  SourceSpan span;  ///< the whole literal with its quotes
  Few<Run> runs;    ///< ascending by offset; empty when the place inside is not known

  LocatedText() = default;
  LocatedText(std::string text) : value(std::move(text)) {}
  LocatedText(const char* text) : value(text) {}
  LocatedText(std::string text, SourceSpan where) : value(std::move(text)), span(where) {}

  bool empty() const noexcept { return value.empty(); }
  bool operator==(const LocatedText& other) const noexcept { return value == other.value; }

  /// Where `length` bytes from `offset` on stand in the source; the whole literal when that is not known.
  SourceSpan at(std::size_t offset, std::size_t length) const;
};

/// The text of the source lines that spans point at, kept so that a caret can be drawn where the sources are not at
/// hand: at link, and in a migration binary.
using SourceLines = std::map<std::pair<SourceFile, int>, std::string>;

}  // namespace delta
