#pragma once
#include <span>
#include <string>
#include <vector>

namespace deltac::extract {

/// The user's compiler flags as clang can parse a header with them. What changes the meaning of declarations is kept
/// (macros, include directories, target, standard, exceptions, char signedness …); what only GCC knows, or what
/// concerns warnings, code generation, precompiled headers, modules or outputs, is left out. The standard becomes C++20
/// if it is older. Directories with another compiler's own headers (stddef.h …) are left out: clang needs its own.
std::vector<std::string> parse_flags(std::span<const std::string> flags);

}  // namespace deltac::extract
