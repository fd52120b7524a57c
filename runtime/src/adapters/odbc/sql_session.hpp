#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "delta/expected.hpp"

namespace delta {

/// Why a statement did not do its work, whatever driver or server said so.
struct SqlError {
  enum class Kind {
    refused,         ///< the server understood the statement and will not run it
    not_found,       ///< a table, schema or path that the statement names
    exists,          ///< what the statement would create
    not_permitted,   ///< a missing grant
    conflict,        ///< another client changed the table meanwhile (2D521)
    authentication,  ///< wrong or missing credentials
    setup,           ///< no driver manager, no such driver or DSN
    busy,            ///< throttled, or a warehouse that is starting
    timeout,         ///< of the statement
    lost,            ///< the connection broke
    interrupted,     ///< by Ctrl-C
  };
  Kind kind = Kind::refused;
  std::string sqlstate;   ///< of the first diagnostic record, "42K03"
  std::string condition;  ///< Spark's name of the error, "DELTA_…"; empty where the server names none
  std::string message;    ///< one sentence, without secrets
  std::string fix;
  bool retryable = false;                                ///< the same statement may succeed later
  bool unknown_outcome = false;                          ///< it may have run: read the state before anything else
  std::optional<std::chrono::milliseconds> retry_after;  ///< when the server said how long to wait
};

/// A row's cells as text, valid during the call only; nothing is NULL.
using SqlRow = std::span<const std::optional<std::string_view>>;

/// A cell of a row; empty where it is NULL or where the row has no such cell. The view is valid as long as the row.
inline std::string_view cell_view(SqlRow row, std::size_t index) {
  return index < row.size() && row[index] ? *row[index] : std::string_view();
}
inline std::string cell(SqlRow row, std::size_t index) { return std::string(cell_view(row, index)); }

/// A connection on which statements run one after the other. A port: ODBC implements it, tests record and replay it.
class SqlSession {
 public:
  virtual ~SqlSession() = default;

  /// Runs a statement and passes on each row of its result, in the server's order.
  virtual Expected<void, SqlError> query(std::string_view statement, const std::function<void(SqlRow)>& each) = 0;

  /// Runs a statement whose rows, if it gives any, nobody wants.
  virtual Expected<void, SqlError> run(std::string_view statement) = 0;
};

/// Opens one more connection to the same server; called from several threads.
using MoreSessions = std::function<Expected<std::shared_ptr<SqlSession>, SqlError>()>;

}  // namespace delta
