#pragma once
#include <functional>

#include "adapters/odbc/handles.hpp"
#include "adapters/odbc/quirks.hpp"
#include "adapters/odbc/sql_session.hpp"

namespace delta::odbc {

/// How a driver gives its rows.
struct FetchAbilities {
  bool blocks = false;  ///< many rows per call into bound buffers, and the rest of a cut cell afterwards
};

/// By what the driver claims (SQL_GETDATA_EXTENSIONS) and its quirks.
FetchAbilities fetch_abilities(SQLUINTEGER get_data_extensions, const Quirks& quirks);

/// How reading a result ended.
enum class ReadEnd {
  complete,
  stopped,  ///< `stop` said so
  failed,   ///< the statement handle has the diagnostics
};

/// Passes on all rows of the result of `statement`, every cell whole and as UTF-8.
ReadEnd read_rows(const DriverManager& manager, const Handle& statement, const FetchAbilities& abilities,
                  const std::function<bool()>& stop, const std::function<void(SqlRow)>& each);

}  // namespace delta::odbc
