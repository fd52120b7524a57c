#pragma once
#include <string>
#include <string_view>

namespace deltac::extract {

/// True for text that every engine can store: well-formed UTF-8 without a NUL.
bool is_plain_utf8(std::string_view text);

/// The text with every byte that is no UTF-8 as `?`, so that columns keep their places.
std::string valid_utf8(std::string_view text);

}  // namespace deltac::extract
