#pragma once
#include <string>
#include <string_view>

#include "delta/model/identifier.hpp"

/// The table that is a lock while it exists.
namespace delta::sql {

/// As plain as can be, so that every server makes it, or refuses because it is there. `holder` becomes its comment.
std::string create_lock_table(const TableName& table, std::string_view holder);
std::string drop_lock_table(const TableName& table);

}  // namespace delta::sql
