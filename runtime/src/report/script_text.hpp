#pragma once
#include <string>

#include "delta/plan/plan.hpp"
#include "delta/sql/dialect.hpp"
#include "report/invocation.hpp"

namespace delta::report {

/// The plan as a script in an engine's SQL: each table's statements under a heading, and as comments what is skipped,
/// with the flag that allows it, and what is refused. The same plan always gives the same bytes.
std::string script_text(const Plan& plan, const Invocation& invocation, const sql::Dialect& dialect);

}  // namespace delta::report
