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

/// For what is found inside a log and cannot be: the bytes are not what a writer of Delta left.
inline constexpr const char* kDamagedFix = "restore the files of _delta_log from a backup";
/// For a checkpoint in a form of Parquet that deltac does not read.
inline constexpr const char* kOtherWriterFix = "write another checkpoint, with Spark or with Python's deltalake";
/// For what deltac did not foresee.
inline constexpr const char* kDefectFix = "this is a defect of deltac: report it with this message";

/// A file that is not there. Another process may have cleaned it up since the directory was listed.
class FileGone : public LogError {
 public:
  using LogError::LogError;
};

/// For what everybody sees already.
class AfterTheFact : public LogError {
 public:
  using LogError::LogError;
};

/// Of what is done, though not all of it went well: it may not last, or something is left over.
class DoneInPart : public AfterTheFact {
 public:
  using AfterTheFact::AfterTheFact;
};

/// Of a commit that is made and does not hold what was written to it.
class Overwritten : public AfterTheFact {
 public:
  using AfterTheFact::AfterTheFact;
};

/// Runs what looks into a log. A fault that names no way out is damage, for which there is one.
template <class Read>
auto with_way_out(const Read& read) {
  try {
    return read();
  } catch (const LogError& error) {
    if (!error.fix().empty()) throw;
    throw LogError(error.what(), kDamagedFix, error.code());
  }
}

}  // namespace delta::lake
