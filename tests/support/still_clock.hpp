#pragma once
#include <chrono>
#include <vector>

#include "delta/execute/retry.hpp"

namespace delta::testing {

/// Time that passes by sleeping alone, and chance by hand.
struct StillClock {
  std::chrono::steady_clock::time_point now{};
  double chance = 0;
  bool stopped = false;
  std::vector<std::chrono::milliseconds> slept;

  RetryClock clock() {
    return {[this] { return now; },
            [this](std::chrono::milliseconds wait) {
              slept.push_back(wait);
              now += wait;
              return !stopped;
            },
            [this] { return chance; }};
  }
};

}  // namespace delta::testing
