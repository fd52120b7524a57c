#pragma once
#include <optional>
#include <string>
#include <vector>

#include "delta/catalog/managed_mark.hpp"
#include "delta/diff/change.hpp"

namespace delta {

/// What a table is to remember when `after` is its state: all that the code declares, and what was managed before and
/// is still there because its removal was not allowed. So a skipped removal is not forgotten, and a thing that is gone
/// is.
ManagedMark mark_after(const Table& desired, const std::string& registry_name, const std::optional<ManagedMark>& before,
                       const Table& after, const std::vector<change::ColumnRenamed>& renames);

/// What is written before the changes where they do not come all at once: nothing managed is forgotten if they stop halfway.
ManagedMark mark_during(const Table& desired, const std::string& registry_name, const std::optional<ManagedMark>& before);

}  // namespace delta
