#pragma once
#include <string_view>

namespace delta {

/// Writes all of `text` to an open file, however often a signal comes in between. Gives 0, or the errno of the failure.
/// For the few places that may write files.
int write_all(int file, std::string_view text);

/// The same, and the file's content survives a power failure then (fsync).
int write_lasting(int file, std::string_view text);

}  // namespace delta
