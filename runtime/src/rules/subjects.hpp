#pragma once
#include <span>

#include "delta/rules/rule.hpp"

/// The rows of each subject: one function per file of rules. `catalogue()` joins them; there is no other register.
namespace delta::rules {

using Rows = std::span<const RuleInfo* const>;

Rows change_rows();
Rows table_change_rows();
Rows execution_rows();

}  // namespace delta::rules
