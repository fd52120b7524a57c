#pragma once
#include <vector>

#include "extract/members.hpp"
#include "extract/options.hpp"

namespace deltac::extract {

/// Enters what the options of a DELTA_TABLE say.
void apply_table_options(const std::vector<Option>& options, delta::Table& table, MemberReader& members,
                         Context& context);

}  // namespace deltac::extract
