#include "adapters/odbc/retrying_session.hpp"

#include <fmt/format.h>

#include <utility>

#include "adapters/odbc/connection_string.hpp"

namespace delta::odbc {
namespace {

using std::chrono::milliseconds;

/// What the waits were, at the end of a message that they did not help.
std::string tried(int attempts, milliseconds elapsed) {
  return fmt::format(" (tried {} times in {} s)", attempts, (elapsed.count() + 999) / 1000);
}

/// Runs `attempt` until it succeeds, fails for good, or the budget of its last failure is used up.
template <class Result>
Result persist(const SessionRetry& settings, const std::function<Result()>& attempt,
               const std::function<bool(const SqlError&)>& may_repeat) {
  Retry busy(settings.busy, settings.clock);
  Retry lost(settings.lost, settings.clock);
  while (true) {
    Result result = attempt();
    if (result || !result.error().retryable || !may_repeat(result.error())) return result;
    SqlError error = result.error();
    Retry& retry = error.kind == SqlError::Kind::busy ? busy : lost;
    const auto wait = retry.next_wait(error.retry_after);
    const int attempts = busy.failures() + lost.failures();
    if (!wait) {
      if (attempts > 1) error.message += tried(attempts, std::max(busy.elapsed(), lost.elapsed()));
      return error;
    }
    if (settings.waiting) settings.waiting(error, *wait);
    if (!settings.clock.sleep(*wait)) {
      error.kind = SqlError::Kind::interrupted;
      error.retryable = false;
      error.message = "stopped, as asked, while waiting: " + error.message;
      return error;
    }
  }
}

}  // namespace

RetryingSession::RetryingSession(std::unique_ptr<SqlSession> session, SessionRetry retry)
    : session_(std::move(session)), retry_(std::move(retry)) {}

Expected<void, SqlError> RetryingSession::query(std::string_view statement, const std::function<void(SqlRow)>& each) {
  bool passed_on = false;
  const std::function<void(SqlRow)> noting = [&](SqlRow row) {
    passed_on = true;
    each(row);
  };
  return persist<Expected<void, SqlError>>(
      retry_, [&] { return session_->query(statement, noting); }, [&](const SqlError&) { return !passed_on; });
}

Expected<void, SqlError> RetryingSession::run(std::string_view statement) {
  return persist<Expected<void, SqlError>>(
      retry_, [&] { return session_->run(statement); }, [](const SqlError& error) { return !error.unknown_outcome; });
}

Expected<std::unique_ptr<SqlSession>, SqlError> open_retrying_session(const ConnectionSettings& settings,
                                                                      SessionRetry retry) {
  auto target = parse_connection_string(settings.text);
  if (!target) return std::move(target).error();
  if (target->retry_budget) retry.busy.budget = *target->retry_budget;
  retry.lost.budget = std::min(retry.lost.budget, retry.busy.budget);
  using Session = Expected<std::unique_ptr<SqlSession>, SqlError>;
  Session session =
      persist<Session>(retry, [&] { return open_odbc_session(settings); }, [](const SqlError&) { return true; });
  if (!session) return session;
  return std::unique_ptr<SqlSession>(std::make_unique<RetryingSession>(*std::move(session), std::move(retry)));
}

}  // namespace delta::odbc
