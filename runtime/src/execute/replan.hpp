#pragma once
#include "delta/plan/plan.hpp"
#include "delta/sql/dialect.hpp"

namespace delta {

/// True if every step that `again` runs is one that `agreed` ran: whoever agreed to that plan has agreed to this one.
bool asks_nothing_new(const TablePlan& agreed, const TablePlan& again, const sql::Dialect& dialect);

}  // namespace delta
