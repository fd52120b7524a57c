#pragma once
#include <string>

#include "delta/expected.hpp"

namespace deltac::extract {

/// Where clang's own headers (stddef.h …) are: `given` (--resource-dir), DELTAC_RESOURCE_DIR, beside the running
/// program, or where they were when deltac was built. The first that was named must hold them; of the others any may.
delta::Expected<std::string> find_resource_dir(const std::string& given);

/// The running program's file.
std::string program_path();

}  // namespace deltac::extract
