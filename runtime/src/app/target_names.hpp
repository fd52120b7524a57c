#pragma once
#include <string>

namespace delta::app {

/// Whether `glob`, by which a policy knows a target, fits the target that --target gives, however that is written: a
/// lake by its path as it was given, made absolute, or without links; an ODBC target by its whole text, or by the keys
/// that the glob names, in whatever order they stand.
bool names_target(const std::string& glob, const std::string& target);

}  // namespace delta::app
