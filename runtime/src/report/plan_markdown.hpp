#pragma once
#include <string>

#include "delta/plan/plan.hpp"
#include "report/invocation.hpp"

namespace delta::report {

/// A plan for a pull request: a heading, a table of steps and the SQL for each table, what is left alone, a summary.
std::string plan_markdown(const Plan& plan, const Invocation& invocation);

}  // namespace delta::report
