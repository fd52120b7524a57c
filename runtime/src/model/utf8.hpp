#pragma once
#include <string>
#include <string_view>

namespace delta::utf8 {

/// Takes one code point off the front of `text`. A byte that begins no well-formed sequence is returned by itself, as
/// U+DC80…U+DCFF, so that nothing is lost and two different byte strings never look alike.
char32_t take(std::string_view& text);

void append(std::string& text, char32_t code_point);

}  // namespace delta::utf8
