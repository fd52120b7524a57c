#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "adapters/odbc/sql_session.hpp"
#include "delta/expected.hpp"

namespace delta::odbc {

/// What a connection is made from.
struct ConnectionSettings {
  /// What follows `odbc:` in a target: "DSN=prod;UID=deploy;PWD=env:DB_PASSWORD". Its deltac.login_timeout and
  /// deltac.statement_timeout come before the two below.
  std::string text;
  std::chrono::seconds login_timeout{60};
  std::chrono::seconds statement_timeout{0};  ///< 0 is none
  /// True once the user asked to stop: the running statement is cancelled then. Called from another thread.
  std::function<bool()> stop_requested{};
};

/// Connects. A connection that broke is made anew by the next statement, so no statement may count on what an earlier
/// one set in its session (USE, SET).
Expected<std::unique_ptr<SqlSession>, SqlError> open_odbc_session(const ConnectionSettings& settings);

}  // namespace delta::odbc
