#pragma once
#include <string>
#include <vector>

#include "extract/context.hpp"

namespace delta {
struct Fragment;
}

namespace deltac::extract {

struct Unit;

/// Reads a parsed unit: the tables and tombstones whose annotation stands in a listed header go into `fragment`; every
/// annotation there that is wrong, or stands where it has no effect, is reported. After errors of clang's only what
/// does not depend on them is.
void read_unit(Context& context, const Unit& unit, const std::vector<std::string>& headers, delta::Fragment& fragment);

}  // namespace deltac::extract
