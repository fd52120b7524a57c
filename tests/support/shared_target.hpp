#pragma once
#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>

#include "support/memory_target.hpp"

namespace delta::testing {

/// A target in memory with as many sessions as are asked for: what each sees is one state, changed by one at a time.
class SharedTarget {
 public:
  explicit SharedTarget(Capabilities capabilities) : memory(std::move(capabilities)) {}

  MemoryTarget memory;
  std::chrono::milliseconds latency{0};  ///< of a statement, beside those of others
  /// Why a unit fails; empty: it does not.
  std::function<std::string(const TablePlan&, const Unit&)> failure{};
  /// Called when a unit begins and when it ended, under the target's lock.
  std::function<void(const TablePlan&, bool begins)> watch{};
  std::size_t sessions = 0;
  int most_at_once = 0;

  RunSession session() {
    const std::lock_guard lock(mutex_);
    ++sessions;
    return {std::make_unique<Reader>(*this), std::make_unique<Executor>(*this)};
  }
  std::function<Expected<RunSession>()> opener() {
    return [this]() -> Expected<RunSession> { return session(); };
  }

 private:
  class Reader : public CatalogReader {
   public:
    explicit Reader(SharedTarget& target) : target_(target) {}
    const Capabilities& capabilities() const override { return target_.memory.capabilities(); }
    Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
      const std::lock_guard lock(target_.mutex_);
      return target_.memory.read(names);
    }
    Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override {
      const std::lock_guard lock(target_.mutex_);
      return target_.memory.list(namespaces);
    }

   private:
    SharedTarget& target_;
  };

  class Executor : public PlanExecutor {
   public:
    explicit Executor(SharedTarget& target) : target_(target) {}
    Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
      target_.count(plan, true);
      if (target_.latency.count() > 0) std::this_thread::sleep_for(target_.latency);
      auto result = target_.run(plan, unit);
      target_.count(plan, false);
      return result;
    }

   private:
    SharedTarget& target_;
  };

  void count(const TablePlan& plan, bool begins) {
    const std::lock_guard lock(mutex_);
    at_once_ += begins ? 1 : -1;
    most_at_once = std::max(most_at_once, at_once_);
    if (watch) watch(plan, begins);
  }

  Expected<UnitResult, ExecutionError> run(const TablePlan& plan, const Unit& unit) {
    const std::lock_guard lock(mutex_);
    const std::string why = failure ? failure(plan, unit) : "";
    if (!why.empty()) return ExecutionError{ExecutionError::Kind::failed, why, ""};
    return memory.execute(plan, unit);
  }

  std::mutex mutex_;
  int at_once_ = 0;
};

}  // namespace delta::testing
