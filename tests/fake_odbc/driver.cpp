// An ODBC driver that plays a script: README.md. Wide functions only, as unixODBC asks of a Unicode driver.
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>

#include "catalogue.hpp"
#include "script.hpp"

namespace fake_odbc {
namespace {

/// What every handle has: the records of its last call.
struct Object {
  virtual ~Object() = default;
  std::vector<Record> records;

  SQLRETURN fail(std::vector<Record> why) {
    records = std::move(why);
    return SQL_ERROR;
  }
};

struct Connection : Object {
  std::shared_ptr<Script> script;
  SQLULEN login_timeout = 0;
  bool lost = false;
};

struct Binding {
  char* text = nullptr;
  SQLLEN size = 0;
  SQLLEN* length = nullptr;
};

struct Statement : Object {
  explicit Statement(Connection* parent) : connection(parent) {}

  Connection* connection;
  SQLULEN timeout = 0;
  SQLULEN rowset = 1;
  SQLULEN* fetched = nullptr;
  SQLUSMALLINT* row_status = nullptr;
  std::map<SQLUSMALLINT, Binding> bindings;
  const Step* rows = nullptr;
  Step answer;                  ///< of the catalogue
  std::size_t next_row = 0;     ///< of the result
  std::size_t block_start = 0;  ///< the row of the current rowset's beginning
  std::size_t current = 0;      ///< the row that SQLGetData reads
  SQLUSMALLINT open_column = 0;
  std::size_t offset = 0;  ///< what of `open_column` was given, in characters
  std::mutex mutex;
  std::condition_variable changed;
  bool cancelled = false;
};

/// Scripts by path. The library stays loaded (-z nodelete), so that a script goes on after a lost connection.
std::shared_ptr<Script> script_at(const std::string& path, std::string& problem) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<Script>> scripts;
  const std::lock_guard lock(mutex);
  auto& script = scripts[path];
  if (!script) {
    auto loaded = std::make_shared<Script>();
    problem = Script::load(path, *loaded);
    if (problem.empty()) script = std::move(loaded);
  }
  return script;
}

std::size_t length_of(const SQLWCHAR* text, SQLINTEGER length) {
  if (length >= 0) return static_cast<std::size_t>(length);
  return std::char_traits<char16_t>::length(reinterpret_cast<const char16_t*>(text));
}

std::string text_of(const SQLWCHAR* text, SQLINTEGER length) {
  return to_utf8(reinterpret_cast<const char16_t*>(text), length_of(text, length));
}

/// Copies with a terminator, cut to `room` characters. True if all of it fits.
bool copy(const std::u16string& text, SQLWCHAR* out, std::size_t room) {
  if (out == nullptr || room == 0) return text.empty();
  const std::size_t count = std::min(text.size(), room - 1);
  std::memcpy(out, text.data(), count * sizeof(SQLWCHAR));
  out[count] = 0;
  return count == text.size();
}

/// True if the step ends in time; waits for it only if it does.
bool in_time(const Step& step, SQLULEN timeout) { return timeout == 0 || step.seconds < static_cast<double>(timeout); }

SQLRETURN wait(Statement& statement, const Step& step) {
  std::unique_lock lock(statement.mutex);
  const auto cancelled = [&] { return statement.cancelled; };
  if (step.until_cancelled) {
    statement.changed.wait(lock, cancelled);
  } else if (step.seconds > 0) {
    statement.changed.wait_for(lock, std::chrono::duration<double>(step.seconds), cancelled);
  }
  return statement.cancelled ? statement.fail({{"HY008", 0, "[Fake] Operation canceled"}}) : SQL_SUCCESS;
}

SQLRETURN execute(Statement& statement, const std::string& text) {
  Connection& connection = *statement.connection;
  if (connection.lost) return statement.fail({{"08S01", 0, "[Fake] Communication link failure"}});
  connection.script->log(text);
  statement.next_row = 0;
  {
    const std::lock_guard lock(statement.mutex);
    statement.cancelled = false;
  }
  if (Catalogue* catalogue = connection.script->catalogue.get()) {
    statement.answer = {};
    statement.answer.seconds = Catalogue::changes(text) ? connection.script->latency : connection.script->read_latency;
    if (const SQLRETURN waited = wait(statement, statement.answer); waited != SQL_SUCCESS) return waited;
    statement.answer = catalogue->answer(text);
    statement.rows = &statement.answer;
    return statement.answer.errors.empty() ? SQL_SUCCESS : statement.fail(statement.answer.errors);
  }
  const Step& step = connection.script->next_statement(text);
  statement.rows = &step;
  if (!in_time(step, statement.timeout)) return statement.fail({{"HYT00", 0, "[Fake] Timeout expired"}});
  if (const SQLRETURN waited = wait(statement, step); waited != SQL_SUCCESS) return waited;
  if (step.errors.empty() || !step.rows.empty()) return SQL_SUCCESS;
  connection.lost = step.lost;
  return statement.fail(step.errors);
}

const Cell& cell_at(const Statement& statement, std::size_t row, SQLUSMALLINT column) {
  return statement.rows->row(row)[column - 1u];
}

void fill(const Statement& statement, const Binding& binding, std::size_t row, std::size_t at, SQLUSMALLINT column) {
  const Cell& cell = cell_at(statement, row, column);
  SQLLEN& length = binding.length[at];
  length = cell.null ? SQL_NULL_DATA : static_cast<SQLLEN>(cell.text.size() * sizeof(SQLWCHAR));
  if (cell.null) return;
  copy(cell.text, reinterpret_cast<SQLWCHAR*>(binding.text + static_cast<SQLLEN>(at) * binding.size),
       static_cast<std::size_t>(binding.size) / sizeof(SQLWCHAR));
}

SQLRETURN fetch(Statement& statement) {
  const std::size_t count = statement.rows == nullptr ? 0 : statement.rows->row_count();
  if (statement.next_row >= count) {
    if (statement.rows == nullptr || statement.rows->errors.empty()) return SQL_NO_DATA;
    statement.connection->lost = statement.rows->lost;
    return statement.fail(statement.rows->errors);
  }
  const std::size_t taken = std::min<std::size_t>(statement.rowset, count - statement.next_row);
  for (std::size_t at = 0; at < taken; ++at) {
    for (const auto& [column, binding] : statement.bindings) {
      fill(statement, binding, statement.next_row + at, at, column);
    }
  }
  statement.block_start = statement.current = statement.next_row;
  statement.next_row += taken;
  statement.open_column = 0;
  if (statement.fetched != nullptr) *statement.fetched = taken;
  if (statement.row_status != nullptr) std::fill_n(statement.row_status, taken, SQLUSMALLINT{SQL_ROW_SUCCESS});
  if (statement.rows->errors.empty() || statement.rowset == 1 || statement.next_row < count) return SQL_SUCCESS;
  // Of a block whose last row fails, ODBC gives the rows before it, and says so in the row's status.
  if (statement.row_status == nullptr || taken == statement.rowset) return SQL_SUCCESS;
  statement.row_status[taken] = SQL_ROW_ERROR;
  if (statement.fetched != nullptr) *statement.fetched = taken + 1;
  statement.records = statement.rows->errors;
  statement.connection->lost = statement.rows->lost;
  return SQL_SUCCESS_WITH_INFO;
}

SQLRETURN get_data(Statement& statement, SQLUSMALLINT column, SQLWCHAR* out, SQLLEN bytes, SQLLEN* length) {
  const Script& script = *statement.connection->script;
  if (column == 0 || column > statement.rows->columns.size())
    return statement.fail({{"07009", 0, "[Fake] no such column"}});
  if (!script.blocks && column < statement.open_column) {
    return statement.fail({{"07009", 0, "[Fake] columns are read in ascending order"}});
  }
  if (statement.open_column != column) statement.offset = 0;
  statement.open_column = column;
  const Cell& cell = cell_at(statement, statement.current, column);
  if (cell.null) {
    *length = SQL_NULL_DATA;
    return SQL_SUCCESS;
  }
  const std::size_t left = cell.text.size() - statement.offset;
  if (left == 0 && statement.offset > 0) return SQL_NO_DATA;
  const std::size_t room = static_cast<std::size_t>(bytes) / sizeof(SQLWCHAR);
  std::size_t count = std::min(left, room - 1);
  const auto is_high = [&](std::size_t at) { return cell.text[at] >= 0xD800 && cell.text[at] < 0xDC00; };
  if (script.no_total && count < left && count > 0 && is_high(statement.offset + count - 1)) --count;
  copy(cell.text.substr(statement.offset, count), out, room);
  std::fill(out + count, out + std::min(room, count + 2), SQLWCHAR{0});
  statement.offset += count;
  *length = count < left && script.no_total ? SQL_NO_TOTAL : static_cast<SQLLEN>(left * sizeof(SQLWCHAR));
  if (count == left) return SQL_SUCCESS;
  statement.records = {{"01004", 0, "[Fake] String data, right truncated"}};
  return SQL_SUCCESS_WITH_INFO;
}

std::string value_of(const std::string& connection, const std::string& key) {
  const std::size_t at = (";" + connection).find(";" + key + "=");
  if (at == std::string::npos) return {};
  const std::size_t start = at + key.size() + 1;
  return connection.substr(start, connection.find(';', start) - start);
}

SQLRETURN connect(Connection& connection, const std::string& text) {
  std::string problem = "the connection string names no Script";
  const std::string path = value_of(text, "Script");
  if (!path.empty()) connection.script = script_at(path, problem);
  if (!connection.script) return connection.fail({{"HY000", 0, "[Fake] " + problem}});
  connection.lost = false;
  connection.script->log("connect");
  const Step step = connection.script->next_connect();
  if (!in_time(step, connection.login_timeout)) return connection.fail({{"HYT00", 0, "[Fake] Timeout expired"}});
  if (step.errors.empty()) return SQL_SUCCESS;
  std::vector<Record> errors = step.errors;
  for (Record& error : errors) {
    // Drivers repeat what they were given, credentials and all.
    const std::size_t at = error.message.find("{connection}");
    if (at != std::string::npos) error.message.replace(at, 12, text);
  }
  return connection.fail(errors);
}

Object& object(SQLHANDLE handle) { return *static_cast<Object*>(handle); }
Statement& statement_of(SQLHANDLE handle) { return static_cast<Statement&>(object(handle)); }
Connection& connection_of(SQLHANDLE handle) { return static_cast<Connection&>(object(handle)); }

SQLRETURN text_info(const std::string& text, SQLPOINTER out, SQLSMALLINT bytes, SQLSMALLINT* length) {
  const std::u16string wide = to_utf16(text);
  if (length != nullptr) *length = static_cast<SQLSMALLINT>(wide.size() * sizeof(SQLWCHAR));
  return copy(wide, static_cast<SQLWCHAR*>(out), static_cast<std::size_t>(bytes) / sizeof(SQLWCHAR))
             ? SQL_SUCCESS
             : SQL_SUCCESS_WITH_INFO;
}

}  // namespace
}  // namespace fake_odbc

using namespace fake_odbc;

// NOLINTBEGIN: the names and signatures are ODBC's.
#pragma GCC visibility push(default)
extern "C" {

SQLRETURN SQLAllocHandle(SQLSMALLINT kind, SQLHANDLE parent, SQLHANDLE* handle) {
  Object* made = kind == SQL_HANDLE_DBC    ? new Connection
                 : kind == SQL_HANDLE_STMT ? new Statement(&connection_of(parent))
                                           : new Object;
  *handle = made;
  return SQL_SUCCESS;
}

SQLRETURN SQLFreeHandle(SQLSMALLINT, SQLHANDLE handle) {
  delete &object(handle);
  return SQL_SUCCESS;
}

SQLRETURN SQLFreeStmt(SQLHSTMT handle, SQLUSMALLINT option) {
  Statement& statement = statement_of(handle);
  if (option == SQL_CLOSE) statement.rows = nullptr;
  if (option == SQL_UNBIND) statement.bindings.clear();
  return SQL_SUCCESS;
}

SQLRETURN SQLSetEnvAttr(SQLHENV, SQLINTEGER, SQLPOINTER, SQLINTEGER) { return SQL_SUCCESS; }

SQLRETURN SQLSetConnectAttrW(SQLHDBC handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER) {
  if (attribute == SQL_ATTR_LOGIN_TIMEOUT) connection_of(handle).login_timeout = reinterpret_cast<SQLULEN>(value);
  return SQL_SUCCESS;
}

SQLRETURN SQLDriverConnectW(SQLHDBC handle, SQLHWND, SQLWCHAR* text, SQLSMALLINT length, SQLWCHAR* out,
                            SQLSMALLINT room, SQLSMALLINT* out_length, SQLUSMALLINT) {
  if (out != nullptr && room > 0) out[0] = 0;
  if (out_length != nullptr) *out_length = 0;
  return connect(connection_of(handle), text_of(text, length));
}

SQLRETURN SQLDisconnect(SQLHDBC) { return SQL_SUCCESS; }

SQLRETURN SQLGetInfoW(SQLHDBC handle, SQLUSMALLINT what, SQLPOINTER out, SQLSMALLINT bytes, SQLSMALLINT* length) {
  const Connection& connection = connection_of(handle);
  if (what == SQL_DRIVER_NAME) return text_info(connection.script->driver, out, bytes, length);
  if (what == SQL_DRIVER_ODBC_VER) return text_info("03.51", out, bytes, length);
  if (what == SQL_GETDATA_EXTENSIONS) {
    *static_cast<SQLUINTEGER*>(out) =
        connection.script->blocks ? SQL_GD_ANY_COLUMN | SQL_GD_ANY_ORDER | SQL_GD_BLOCK | SQL_GD_BOUND : 0;
    return SQL_SUCCESS;
  }
  *static_cast<SQLUSMALLINT*>(out) = 0;
  return SQL_SUCCESS;
}

SQLRETURN SQLSetStmtAttrW(SQLHSTMT handle, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER) {
  Statement& statement = statement_of(handle);
  if (attribute == SQL_ATTR_QUERY_TIMEOUT) statement.timeout = reinterpret_cast<SQLULEN>(value);
  if (attribute == SQL_ATTR_ROW_ARRAY_SIZE) statement.rowset = reinterpret_cast<SQLULEN>(value);
  if (attribute == SQL_ATTR_ROW_STATUS_PTR) statement.row_status = static_cast<SQLUSMALLINT*>(value);
  if (attribute == SQL_ATTR_ROWS_FETCHED_PTR) statement.fetched = static_cast<SQLULEN*>(value);
  return SQL_SUCCESS;
}

SQLRETURN SQLGetStmtAttrW(SQLHSTMT, SQLINTEGER, SQLPOINTER value, SQLINTEGER, SQLINTEGER*) {
  if (value != nullptr) *static_cast<SQLPOINTER*>(value) = nullptr;
  return SQL_ERROR;
}

SQLRETURN SQLExecDirectW(SQLHSTMT handle, SQLWCHAR* text, SQLINTEGER length) {
  return execute(statement_of(handle), text_of(text, length));
}

SQLRETURN SQLNumResultCols(SQLHSTMT handle, SQLSMALLINT* count) {
  const Statement& statement = statement_of(handle);
  *count = statement.rows == nullptr ? 0 : static_cast<SQLSMALLINT>(statement.rows->columns.size());
  return SQL_SUCCESS;
}

SQLRETURN SQLRowCount(SQLHSTMT, SQLLEN* count) {
  *count = -1;
  return SQL_SUCCESS;
}

SQLRETURN SQLDescribeColW(SQLHSTMT handle, SQLUSMALLINT number, SQLWCHAR* name, SQLSMALLINT room, SQLSMALLINT* length,
                          SQLSMALLINT* type, SQLULEN* size, SQLSMALLINT* digits, SQLSMALLINT* nullable) {
  const Column& column = statement_of(handle).rows->columns[number - 1u];
  if (length != nullptr) *length = static_cast<SQLSMALLINT>(column.name.size());
  if (type != nullptr) *type = SQL_WVARCHAR;
  if (size != nullptr) *size = column.size;
  if (digits != nullptr) *digits = 0;
  if (nullable != nullptr) *nullable = SQL_NULLABLE;
  return copy(column.name, name, static_cast<std::size_t>(room)) ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN SQLBindCol(SQLHSTMT handle, SQLUSMALLINT column, SQLSMALLINT type, SQLPOINTER out, SQLLEN bytes,
                     SQLLEN* length) {
  if (type != SQL_C_WCHAR) return statement_of(handle).fail({{"HYC00", 0, "[Fake] wide text only"}});
  statement_of(handle).bindings[column] = {static_cast<char*>(out), bytes, length};
  return SQL_SUCCESS;
}

SQLRETURN SQLFetch(SQLHSTMT handle) { return fetch(statement_of(handle)); }

SQLRETURN SQLSetPos(SQLHSTMT handle, SQLSETPOSIROW row, SQLUSMALLINT, SQLUSMALLINT) {
  Statement& statement = statement_of(handle);
  statement.current = statement.block_start + row - 1;
  statement.open_column = 0;
  return SQL_SUCCESS;
}

SQLRETURN SQLGetData(SQLHSTMT handle, SQLUSMALLINT column, SQLSMALLINT type, SQLPOINTER out, SQLLEN bytes,
                     SQLLEN* length) {
  if (type != SQL_C_WCHAR) return statement_of(handle).fail({{"HYC00", 0, "[Fake] wide text only"}});
  return get_data(statement_of(handle), column, static_cast<SQLWCHAR*>(out), bytes, length);
}

SQLRETURN SQLCancel(SQLHSTMT handle) {
  Statement& statement = statement_of(handle);
  {
    const std::lock_guard lock(statement.mutex);
    statement.cancelled = true;
  }
  statement.changed.notify_all();
  statement.connection->script->log("cancel");
  return SQL_SUCCESS;
}

SQLRETURN SQLGetDiagRecW(SQLSMALLINT, SQLHANDLE handle, SQLSMALLINT number, SQLWCHAR* state, SQLINTEGER* native,
                         SQLWCHAR* out, SQLSMALLINT room, SQLSMALLINT* length) {
  const auto& records = object(handle).records;
  if (number < 1 || static_cast<std::size_t>(number) > records.size()) return SQL_NO_DATA;
  const Record& record = records[static_cast<std::size_t>(number) - 1];
  copy(to_utf16(record.state), state, 6);
  if (native != nullptr) *native = record.native;
  const std::u16string message = to_utf16(record.message);
  if (length != nullptr) *length = static_cast<SQLSMALLINT>(message.size());
  return copy(message, out, static_cast<std::size_t>(room)) ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN SQLGetDiagFieldW(SQLSMALLINT, SQLHANDLE, SQLSMALLINT, SQLSMALLINT, SQLPOINTER, SQLSMALLINT, SQLSMALLINT*) {
  return SQL_NO_DATA;
}

}  // extern "C"
#pragma GCC visibility pop
// NOLINTEND
