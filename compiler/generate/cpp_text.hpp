#pragma once
#include <set>
#include <string>
#include <string_view>

namespace deltac {

/// `value` as a C++ string literal with its quotes. Safe before any character that follows: no trigraph, no escape
/// that could swallow a next digit, no byte that is not valid UTF-8, no character that reverses text.
std::string cpp_string(std::string_view value);

/// `value` as the rest of a `//` comment: one line, and no backslash at its end.
std::string cpp_comment(std::string_view value);

/// `text` as a part of an identifier: letters, digits and single underscores between them. Not unique: two texts may
/// give the same part.
std::string identifier_part(std::string_view text);

/// Hands out identifiers of one file. Every one ends in `_suffix` or a number after it, so that none is a keyword, and
/// none is reserved.
class IdentifierScope {
 public:
  /// An identifier made from `text`, unlike all that were handed out before.
  std::string unique(std::string_view text, std::string_view suffix);

 private:
  std::set<std::string> taken_;
};

/// The identifier of the constant that describes one header of one library, the same wherever it is asked for.
std::string header_symbol(std::string_view library, std::string_view path);

/// Where that constant is generated, relative to the output directory: `shop/include/shop/orders.hpp.cpp`. CMake
/// computes the same name at configure time (`_delta_generated_name` in DeltacFunctions.cmake).
std::string header_file(std::string_view library, std::string_view path);

}  // namespace deltac
