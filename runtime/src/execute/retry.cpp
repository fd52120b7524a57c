#include "delta/execute/retry.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <thread>

namespace delta {

using std::chrono::milliseconds;

RetryClock system_retry_clock(std::function<bool()> stop_requested) {
  RetryClock clock;
  clock.now = [] { return std::chrono::steady_clock::now(); };
  clock.sleep = [stop = std::move(stop_requested)](milliseconds wait) {
    constexpr milliseconds slice{50};
    const auto end = std::chrono::steady_clock::now() + wait;
    while (true) {
      if (stop && stop()) return false;
      const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
      if (left <= milliseconds(0)) return true;
      std::this_thread::sleep_for(std::min(slice, left));
    }
  };
  auto engine = std::make_shared<std::minstd_rand>(std::random_device{}());
  clock.random = [engine] { return std::generate_canonical<double, 32>(*engine); };
  return clock;
}

std::optional<milliseconds> Retry::next_wait(std::optional<milliseconds> retry_after) {
  if (failures_++ == 0) first_failure_ = clock_.now();
  const double grown = static_cast<double>(policy_.first.count()) * std::pow(policy_.growth, failures_ - 1);
  const double base = std::min(grown, static_cast<double>(policy_.cap.count()));
  // Half of a wait of our own is chance. On what the server asked for, chance only adds.
  double wait = base / 2 + clock_.random() * base / 2;
  if (retry_after) {
    const auto asked = static_cast<double>(std::max<milliseconds::rep>(retry_after->count(), 0));
    wait = std::max(wait, asked + clock_.random() * std::min(asked / 10, 1000.0));
  }
  const milliseconds rounded(static_cast<milliseconds::rep>(std::ceil(wait)));
  if (elapsed() + rounded > policy_.budget) return std::nullopt;
  return rounded;
}

milliseconds Retry::elapsed() const {
  if (failures_ == 0) return milliseconds(0);
  return std::chrono::duration_cast<milliseconds>(clock_.now() - first_failure_);
}

}  // namespace delta
