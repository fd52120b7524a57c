#pragma once
#include <string>
#include <string_view>

namespace delta {

/// A table's place in one spelling, to be compared: no end slash, no doubled ones, `/x` for `file:/x` and `file:///x`,
/// one name for the schemes that several name (`s3a` and `s3`). Servers do not give it back as it was written.
std::string canonical_location(std::string_view location);

}  // namespace delta
