#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "adapters/odbc/odbc_session.hpp"
#include "adapters/odbc/sql_session.hpp"
#include "delta/execute/retry.hpp"

namespace delta::odbc {

/// How statements are tried again.
struct SessionRetry {
  /// While the server is starting or takes no more requests.
  RetryPolicy busy{};
  /// While it cannot be reached, or the connection broke: shorter, since a wrong host never answers.
  RetryPolicy lost{.budget = std::chrono::seconds(10)};
  RetryClock clock = system_retry_clock();
  /// Told before each wait, for a line on the screen.
  std::function<void(const SqlError&, std::chrono::milliseconds)> waiting{};
};

/// Tries again what may succeed later. `query` is for statements that only read, and is tried again as long as none of
/// its rows were passed on. `run` is tried again only if it is certain that nothing ran: an unknown outcome is the
/// caller's, who reads the state first. Refusals, missing grants and wrong credentials come back at once.
class RetryingSession final : public SqlSession {
 public:
  RetryingSession(std::unique_ptr<SqlSession> session, SessionRetry retry);

  Expected<void, SqlError> query(std::string_view statement, const std::function<void(SqlRow)>& each) override;
  Expected<void, SqlError> run(std::string_view statement) override;

 private:
  std::unique_ptr<SqlSession> session_;
  SessionRetry retry_;
};

/// Connects, waiting for a warehouse that is starting, and gives a session that tries again. `deltac.retry_budget` of
/// the connection string comes before `retry.busy.budget`.
Expected<std::unique_ptr<SqlSession>, SqlError> open_retrying_session(const ConnectionSettings& settings,
                                                                      SessionRetry retry);

}  // namespace delta::odbc
