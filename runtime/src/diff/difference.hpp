#pragma once
#include <string>
#include <vector>

#include "delta/model/table.hpp"

namespace delta {

/// What became of a table between two looks at it, in sentences for people: "column note STRING is gone", "property
/// delta.appendOnly changed from true to false". Empty where both have one fingerprint.
std::vector<std::string> differences(const Table& then, const Table& now);

}  // namespace delta
