#pragma once
#include <optional>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// What of a table's plan can run though the unit at `failed` did not: the later steps that need none of its steps,
/// from what the table is now. Nothing if there is no such step. Pure.
std::optional<TablePlan> rest_of_table(const TablePlan& table, std::size_t failed, const ObservedTable& now,
                                       const Capabilities& capabilities);

}  // namespace delta
