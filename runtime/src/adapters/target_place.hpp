#pragma once
#include <string>

namespace delta {

/// A lake's folder, absolute and without links; also of one that is not there yet.
std::string absolute_lake(const std::string& folder);

/// One text for a target, however it was named: runs of equal texts are runs of one target.
std::string target_place(const std::string& target);

}  // namespace delta
