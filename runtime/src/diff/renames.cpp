#include "diff/renames.hpp"

#include <algorithm>

namespace delta {

// Both walk step by step: `from` holds new names but for its last step, so a parent's rename is known before a child's.

ColumnPath after_renames(const ColumnPath& observed, const std::vector<change::ColumnRenamed>& renames) {
  ColumnPath now;
  for (const Identifier& step : observed.steps) {
    const ColumnPath here = now.child(step);
    const auto found = std::find_if(renames.begin(), renames.end(), [&](const auto& one) { return one.from == here; });
    now.steps.push_back(found == renames.end() ? step : found->to);
  }
  return now;
}

ColumnPath before_renames(const ColumnPath& renamed, const std::vector<change::ColumnRenamed>& renames) {
  ColumnPath before;
  ColumnPath parent;
  for (const Identifier& step : renamed.steps) {
    const auto found = std::find_if(renames.begin(), renames.end(),
                                    [&](const auto& one) { return one.to == step && one.from.parent() == parent; });
    before.steps.push_back(found == renames.end() ? step : found->from.last());
    parent.steps.push_back(step);
  }
  return before;
}

}  // namespace delta
