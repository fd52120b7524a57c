#pragma once
#include "adapters/odbc/sql_session.hpp"
#include "delta/expected.hpp"

namespace delta::spark {

/// True if the server refused this one statement and will take others.
bool concerns_statement(const SqlError& error);

/// An error that ends the reading altogether.
Error server_error(const SqlError& error);

/// Why a table of deltac's own in the schema of --state-schema cannot be used; `what` says for what.
Error state_schema_error(const std::string& what, const SqlError& error);

}  // namespace delta::spark
