#pragma once
#include <optional>
#include <string>

#include "delta/plan/action.hpp"

namespace delta::sql {

/// `CONSTRAINT pk PRIMARY KEY (id)`, in CREATE TABLE and after ADD. Neither enforced nor relied on.
std::string primary_key_clause(const Key& key);
std::string foreign_key_clause(const ForeignKey& key);

/// The statement for a key, a mask or a row filter of `table` (quoted); nothing for any other action.
std::optional<std::string> constraint_statement(const std::string& table, const Action& action);

}  // namespace delta::sql
