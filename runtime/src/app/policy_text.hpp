#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "delta/expected.hpp"

namespace delta::app {

/// A TOML text as plain ASCII: what a comment holds beyond it is replaced, byte by byte, and anywhere else it is a
/// fault, of which the place is given. toml++ 3.3 promises its compiler that no such character comes where it looks for
/// white space, so it must see none.
Expected<std::string, std::size_t> plain_ascii(std::string_view text);

}  // namespace delta::app
