#pragma once
#include <stdexcept>
#include <string>

namespace delta::lake {

/// A log that cannot be read: torn, foreign, or beyond what this adapter knows. Thrown inside the adapter only;
/// its ports turn it into an observation with `Presence::failed` or an `ExecutionError`.
class LogError : public std::runtime_error {
 public:
  explicit LogError(const std::string& message, std::string fix = "", int code = 0)
      : std::runtime_error(message), fix_(std::move(fix)), code_(code) {}
  const std::string& fix() const noexcept { return fix_; }
  /// Of the rule that says more of it, or 0.
  int code() const noexcept { return code_; }

 private:
  std::string fix_;
  int code_ = 0;
};

/// A file that is not there. Another process may have cleaned it up since the directory was listed.
class FileGone : public LogError {
 public:
  using LogError::LogError;
};

}  // namespace delta::lake
