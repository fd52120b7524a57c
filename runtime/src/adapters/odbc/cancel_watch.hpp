#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "adapters/odbc/driver_manager.hpp"

namespace delta::odbc {

/// Cancels the running statement once `stop` says so: the thread that runs it waits inside the driver and can do
/// nothing.
class CancelWatch {
 public:
  CancelWatch(const DriverManager& manager, std::function<bool()> stop);
  ~CancelWatch();
  CancelWatch(const CancelWatch&) = delete;
  CancelWatch& operator=(const CancelWatch&) = delete;

  /// Watches over `statement` while it lives.
  class Watched {
   public:
    Watched(CancelWatch& watch, SQLHANDLE statement) : watch_(watch) { watch_.set(statement); }
    ~Watched() { watch_.set(SQL_NULL_HANDLE); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

   private:
    CancelWatch& watch_;
  };

  bool stop_requested() const { return stop_ && stop_(); }

 private:
  void set(SQLHANDLE statement);
  void watch();

  const DriverManager& manager_;
  std::function<bool()> stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  SQLHANDLE statement_ = SQL_NULL_HANDLE;
  bool ends_ = false;
  std::thread thread_;  ///< started with the first statement
};

}  // namespace delta::odbc
