#include "adapters/odbc/cancel_watch.hpp"

#include <utility>

#include "quiet_thread.hpp"

namespace delta::odbc {

CancelWatch::CancelWatch(const DriverManager& manager, std::function<bool()> stop)
    : manager_(manager), stop_(std::move(stop)) {}

CancelWatch::~CancelWatch() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void CancelWatch::set(SQLHANDLE statement) {
  if (!stop_) return;
  {
    // Waits for a cancel that is under way: the handle must outlive it.
    const std::lock_guard lock(mutex_);
    statement_ = statement;
  }
  if (!thread_.joinable()) thread_ = quiet_thread([this] { watch(); });
  changed_.notify_all();
}

void CancelWatch::watch() {
  constexpr auto interval = std::chrono::milliseconds(50);
  std::unique_lock lock(mutex_);
  while (!ends_) {
    if (statement_ == SQL_NULL_HANDLE) {
      changed_.wait(lock);
      continue;
    }
    changed_.wait_for(lock, interval);
    // Again and again: a cancel that arrives before the statement does is lost.
    if (statement_ != SQL_NULL_HANDLE && stop_()) manager_.SQLCancel(statement_);
  }
}

}  // namespace delta::odbc
