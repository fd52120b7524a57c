#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace deltac {

/// Compiler flags as a file holds them: one per line. A line that begins with `SHELL:` is cut into words as a shell
/// does (CMake's form for flags that belong together). Empty lines are nothing.
std::vector<std::string> read_flag_lines(std::string_view text);

/// The flags with each `@FILE` replaced by what the file holds.
delta::Expected<std::vector<std::string>> expand_flag_files(const std::vector<std::string>& flags);

}  // namespace deltac
