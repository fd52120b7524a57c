#pragma once
// Only files of this folder include the ODBC headers.
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include "adapters/odbc/sql_session.hpp"
#include "delta/expected.hpp"

namespace delta::odbc {

// The functions in use. The wide ones take UTF-16 whatever the locale is; the narrow ones would take the locale's
// encoding, which is ASCII where a build server sets LANG=C.
#define DELTA_ODBC_FUNCTIONS(FUNCTION) \
  FUNCTION(SQLAllocHandle)             \
  FUNCTION(SQLFreeHandle)              \
  FUNCTION(SQLSetEnvAttr)              \
  FUNCTION(SQLSetConnectAttr)          \
  FUNCTION(SQLDriverConnectW)          \
  FUNCTION(SQLDisconnect)              \
  FUNCTION(SQLGetInfo)                 \
  FUNCTION(SQLSetStmtAttr)             \
  FUNCTION(SQLExecDirectW)             \
  FUNCTION(SQLNumResultCols)           \
  FUNCTION(SQLDescribeColW)            \
  FUNCTION(SQLBindCol)                 \
  FUNCTION(SQLFetch)                   \
  FUNCTION(SQLSetPos)                  \
  FUNCTION(SQLGetData)                 \
  FUNCTION(SQLCancel)                  \
  FUNCTION(SQLGetDiagRecW)

/// unixODBC's functions, found at run time: a binary that never opens an ODBC target does not need the library.
struct DriverManager {
#define DELTA_ODBC_MEMBER(name) decltype(&::name) name = nullptr;
  DELTA_ODBC_FUNCTIONS(DELTA_ODBC_MEMBER)
#undef DELTA_ODBC_MEMBER
};

/// Loads the library; it stays loaded. `library` differs from the system's in tests only.
Expected<DriverManager, SqlError> load_driver_manager(const char* library = "libodbc.so.2");

}  // namespace delta::odbc
