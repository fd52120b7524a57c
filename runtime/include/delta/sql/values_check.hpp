#pragma once
#include <span>
#include <string>

#include "delta/model/identifier.hpp"
#include "delta/sql/quote.hpp"

namespace delta::sql {

/// The expression of a CHECK that allows these values only: `` `status` IN ('placed', 'shipped') ``. The literals are
/// SQL already (`quote_string`, or digits).
std::string values_check(const Identifier& column, std::span<const std::string> literals);

}  // namespace delta::sql
