#pragma once
#include <chrono>
#include <functional>
#include <optional>

namespace delta {

/// How long to wait between attempts, and when to give up.
struct RetryPolicy {
  std::chrono::milliseconds first{500};       ///< about the wait after the first failure
  double growth = 2;                          ///< each wait against the one before
  std::chrono::milliseconds cap{30'000};      ///< no wait is longer, unless the server asks for it
  std::chrono::milliseconds budget{300'000};  ///< from the first failure to the last attempt; 0 never tries again
};

/// Time and chance, so that tests need neither.
struct RetryClock {
  std::function<std::chrono::steady_clock::time_point()> now;
  /// Waits; false if the wait was broken off because the user asked to stop.
  std::function<bool(std::chrono::milliseconds)> sleep;
  std::function<double()> random;  ///< in [0, 1)
};

/// The machine's clock, whose waits end early once `stop_requested` is true.
RetryClock system_retry_clock(std::function<bool()> stop_requested = nullptr);

/// The waits of one operation that may be tried again. They grow, and part of each is by chance, so that clients that
/// failed together do not come back together.
class Retry {
 public:
  Retry(const RetryPolicy& policy, const RetryClock& clock) : policy_(policy), clock_(clock) {}

  /// After a failure: how long to wait before the next attempt. Never less than the server asked for. Nothing if that
  /// would pass the budget.
  std::optional<std::chrono::milliseconds> next_wait(
      std::optional<std::chrono::milliseconds> retry_after = std::nullopt);

  int failures() const { return failures_; }
  /// Since the first failure.
  std::chrono::milliseconds elapsed() const;

 private:
  const RetryPolicy policy_;
  const RetryClock& clock_;
  int failures_ = 0;
  std::chrono::steady_clock::time_point first_failure_;
};

}  // namespace delta
