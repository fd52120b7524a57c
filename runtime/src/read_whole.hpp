#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "delta/expected.hpp"

namespace delta {

/// The bytes of a file, or the errno of what failed: half a file is never taken for one. Of a longer one than `most`
/// a little more than that is read.
Expected<std::string, int> read_whole(const std::string& path, std::size_t most = SIZE_MAX);

}  // namespace delta
