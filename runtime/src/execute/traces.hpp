#pragma once
#include <optional>

#include "delta/plan/plan.hpp"

namespace delta {

/// Whether a unit that leaves a table's fingerprint as it was has run, by what it does elsewhere: the table's mark, a
/// feature, which columns traded names, masks and row filters, and the references of other tables, which the table
/// shows as those that point at it. `now` is the table as it was read since. Nothing: the target does not tell, and to
/// run it once more is the same (rows are filled where they are NULL).
std::optional<bool> left_a_trace(const Unit& unit, const ObservedTable& now);

}  // namespace delta
