#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "delta/expected.hpp"

namespace delta::odbc {

/// What follows `odbc:` in a target, "DSN=prod;UID=deploy;PWD=env:DB_PASSWORD". A value that begins with `env:` or
/// `file:` is read from that variable or file when a connection is made. Keys that begin with `deltac.` are ours and
/// never reach the driver.
struct ConnectionString {
  struct Entry {
    std::string key;
    std::string value;  ///< without braces
  };
  std::vector<Entry> entries;
  std::vector<Entry> own;                                 ///< those that are ours, as they were written
  std::optional<std::chrono::seconds> login_timeout;      ///< deltac.login_timeout
  std::optional<std::chrono::seconds> statement_timeout;  ///< deltac.statement_timeout
  std::optional<std::chrono::seconds> retry_budget;       ///< deltac.retry_budget
  /// deltac.log_commits: a Spark table whose log has more since its checkpoint is read by DESCRIBE; 0: all are
  std::optional<std::int64_t> log_commits;
};

Expected<ConnectionString, SqlError> parse_connection_string(std::string_view text);

/// The text for the driver, and what must appear in no message.
struct ResolvedConnection {
  std::string text;
  std::vector<std::string> secrets;
};

/// `variable` is getenv but in tests.
Expected<ResolvedConnection, SqlError> resolve(const ConnectionString& connection,
                                               const std::function<const char*(const char*)>& variable);

/// "DSN=prod", or the driver and its host: what messages call the target.
std::string display_name(const ConnectionString& connection);

/// Which server it reaches, the same however that was written: keys in lower case and sorted, without those that tell
/// who connects and how. A key that is not known stays in, for it may name a server.
std::string place_of(const ConnectionString& connection);

/// What reaches the driver, as the user wrote it, with the values of secret keys as `***`: the target's name.
std::string without_secrets(const ConnectionString& connection);
/// The whole of it, for a command line that goes on with the same target.
std::string as_given(const ConnectionString& connection);

}  // namespace delta::odbc
