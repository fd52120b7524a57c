#pragma once
#include <string>

#include "delta/model/json.hpp"

namespace deltac {

/// The fragment with every file below `root` named from there, so that the same sources give the same bytes wherever
/// they are built. Files elsewhere keep their names.
delta::Fragment with_paths_from(const std::string& root, delta::Fragment fragment);

}  // namespace deltac
