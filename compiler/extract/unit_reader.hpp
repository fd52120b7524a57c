#pragma once
#include <string>
#include <vector>

#include "extract/context.hpp"

namespace delta {
struct Fragment;
}

namespace deltac::extract {

/// Reads a parsed unit: the tables and tombstones whose annotation stands in a listed header go into `fragment`; every
/// annotation there that is wrong, or stands where it has no effect, is reported.
void read_unit(Context& context, const std::vector<std::string>& headers, delta::Fragment& fragment);

}  // namespace deltac::extract
