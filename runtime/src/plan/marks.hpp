#pragma once
#include <string>
#include <vector>

#include "delta/catalog/managed_mark.hpp"
#include "delta/diff/change.hpp"

namespace delta {

/// What the marks of one table are made of.
struct MarkParts {
  ManagedMark declared;                 ///< all that the code declares
  const ManagedMark* before = nullptr;  ///< what the table remembers so far, if anything
  std::vector<change::ColumnRenamed> renames;
};

/// What a table is to remember when `after` is its state: all that the code declares, and what was managed before and
/// is still there because its removal was not allowed. So a skipped removal is not forgotten, and a thing that is gone
/// is.
ManagedMark mark_after(const MarkParts& parts, const Table& after);

/// What is written before the changes where they do not come all at once: nothing managed is forgotten if they stop
/// halfway.
ManagedMark mark_during(const MarkParts& parts);

}  // namespace delta
