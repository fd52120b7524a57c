#pragma once
#include "rules/table_facts.hpp"

namespace delta::rules {

/// Says why a type that the model does not know cannot be stored, and what to use.
void check_unknown_type(const TableFacts& facts, const DataType& type, const SourceSpan& where);

}  // namespace delta::rules
