#pragma once
#include <string>

#include "delta/plan/plan.hpp"

namespace delta::report {

/// What the steps of a table that may run do to others meanwhile, and about how long they take: "writes under way fail;
/// every row is read; about 22 s". Empty for a table that is new, or where nobody notices.
std::string meanwhile_text(const TablePlan& table);

}  // namespace delta::report
