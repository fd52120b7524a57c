// Runs the statements of its standard input, each ended by a zero byte, on the data source that it is given, fetches
// every cell of their rows and drops it: what a client that does nothing else would compute. For tests/spark/figures.
//
//   fetch_and_drop SOURCE utf16|bytes    the form that every driver's text can be relied on in, or the driver's own
#include <sql.h>
#include <sqlext.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

namespace {

/// The number of cells of a statement's rows, or -1.
long fetch(SQLHDBC connection, std::string statement, SQLSMALLINT form) {
  SQLHSTMT handle = nullptr;
  SQLAllocHandle(SQL_HANDLE_STMT, connection, &handle);
  SQLSetStmtAttr(handle, SQL_ATTR_NOSCAN, reinterpret_cast<SQLPOINTER>(SQL_NOSCAN_ON), 0);
  long cells = -1;
  if (SQL_SUCCEEDED(SQLExecDirect(handle, reinterpret_cast<SQLCHAR*>(statement.data()), SQL_NTS))) {
    cells = 0;
    SQLSMALLINT columns = 0;
    SQLNumResultCols(handle, &columns);
    std::vector<char> buffer(256 * 1024);
    SQLLEN length = 0;
    while (columns > 0 && SQL_SUCCEEDED(SQLFetch(handle))) {
      for (SQLSMALLINT column = 1; column <= columns; ++column, ++cells) {
        SQLGetData(handle, static_cast<SQLUSMALLINT>(column), form, buffer.data(), static_cast<SQLLEN>(buffer.size()),
                   &length);
      }
    }
  }
  SQLFreeHandle(SQL_HANDLE_STMT, handle);
  return cells;
}

}  // namespace

int main(int count, char** argv) {
  if (count != 3) return 2;
  const SQLSMALLINT form = std::string(argv[2]) == "bytes" ? SQL_C_CHAR : SQL_C_WCHAR;
  SQLHENV environment = nullptr;
  SQLHDBC connection = nullptr;
  SQLAllocHandle(SQL_HANDLE_ENV, nullptr, &environment);
  SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3), 0);
  SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
  std::string target = argv[1];
  if (!SQL_SUCCEEDED(SQLDriverConnect(connection, nullptr, reinterpret_cast<SQLCHAR*>(target.data()), SQL_NTS, nullptr,
                                      0, nullptr, SQL_DRIVER_NOPROMPT))) {
    std::fprintf(stderr, "%s cannot be reached\n", argv[1]);
    return 1;
  }
  std::string statement;
  long cells = 0;
  while (std::getline(std::cin, statement, '\0')) {
    const long found = fetch(connection, statement, form);
    if (found > 0) cells += found;
  }
  std::printf("%ld\n", cells);
  SQLDisconnect(connection);
  return 0;
}
