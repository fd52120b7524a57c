#pragma once
#include <vector>

#include "delta/diff/change.hpp"

namespace delta {

/// What an observed path is called once the renames are done, and back.
ColumnPath after_renames(const ColumnPath& observed, const std::vector<change::ColumnRenamed>& renames);
ColumnPath before_renames(const ColumnPath& renamed, const std::vector<change::ColumnRenamed>& renames);

}  // namespace delta
