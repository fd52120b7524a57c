#pragma once
#include <string>
#include <vector>

#include "delta/catalog/observed_table.hpp"
#include "report/invocation.hpp"

namespace delta::report {

/// What a target holds, for people: one table in full.
std::string observed_text(const ObservedTable& table, const Invocation& invocation);

/// Many tables, a line each.
std::string observed_list_text(const std::vector<ObservedTable>& tables, const Invocation& invocation);

}  // namespace delta::report
