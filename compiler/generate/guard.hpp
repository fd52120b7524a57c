#pragma once
#include <string>

#include "delta/model/json.hpp"

namespace deltac {

/// The guard of one schema: a C++20 file that includes the fragment's headers and asserts, member by member, that the
/// user's compiler and flags give each the type that deltac saw. Private members are asserted too. It defines nothing,
/// so its object file may be linked or left out. Includes name the headers as the fragment does.
std::string render_guard(const delta::Fragment& fragment);

}  // namespace deltac
