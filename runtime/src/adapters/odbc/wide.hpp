#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/odbc/driver_manager.hpp"

namespace delta::odbc {

/// UTF-8 as the UTF-16 that unixODBC's wide functions take, without a terminator.
std::vector<SQLWCHAR> to_wide(std::string_view text);

/// Appends UTF-16 as UTF-8. Half of a surrogate pair becomes U+FFFD.
void append_utf8(std::string& text, std::span<const SQLWCHAR> wide);

}  // namespace delta::odbc
