#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "delta/expected.hpp"

namespace delta {

/// Who holds a lock.
struct LockOwner {
  std::string host;
  std::string machine;  ///< names this start of this machine: only there can a process be looked for
  std::string user;
  std::int64_t pid = 0;
  std::string command;  ///< "shop-migrate apply", without what may hold a secret
  std::string since;    ///< "2026-11-29T21:24:10Z"

  std::string text() const;  ///< for people, in one line
  bool operator==(const LockOwner&) const = default;
};

/// An owner as it is written down, and read again; one that cannot be read still is one.
std::string to_text(const LockOwner& owner);
LockOwner owner_of(const std::string& text);

/// This process, as the owner of a lock.
LockOwner this_process(std::string command);

/// Whether the process is looked for where it was, and is there: of this start of this machine, by its host's name too,
/// since containers of one machine have processes of their own.
bool lives_here(const LockOwner& owner);
/// And is not there.
bool is_gone(const LockOwner& owner);

/// How else to go on than to wait, behind what says how to wait: "; … unlock takes the lock away". Empty: there is
/// nothing else. `flocked`: flock(2) told that it is held, and so a holder of this machine lives.
std::string way_out(const LockOwner& owner, bool flocked);

/// What is said of a lock whose holder is gone, before its name, and what to do.
inline constexpr const char* kLeftBehind = "a run that is gone left its lock: ";
inline constexpr const char* kUnlock = "unlock takes the lock away; status tells what the run had done";

/// Why a lock was not got.
struct LockError {
  std::string message;
  std::string fix;
  bool held = false;  ///< somebody else has it; else it could not even be asked for
};

/// One run at a time: `DIRECTORY/lock`, held with flock(2), and beside it `lock.owner`, made as a hard link or not at
/// all. On one machine flock decides, so that what a killed process left is no obstacle; between machines, where flock
/// need not reach, the owner's file does.
class Lock {
 public:
  /// Waits up to `timeout`. `directory` must exist.
  static Expected<Lock, LockError> acquire(const std::string& directory, const LockOwner& owner,
                                           std::chrono::milliseconds timeout = {},
                                           const std::function<bool()>& stop_requested = nullptr);
  /// Who holds it now: nothing if nobody does, or a process of this machine that is gone.
  static std::optional<LockOwner> holder(const std::string& directory);
  enum class Broken {
    yes,
    lives,       ///< a process of this machine has it, and is at work
    of_another,  ///< by now it is not `shown`'s
    denied,      ///< this user may not; errno tells why
  };
  /// Takes the lock from `shown`, whose machine will not give it back.
  static Broken break_lock(const std::string& directory, const LockOwner& shown);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  ~Lock();

 private:
  Lock(std::string directory, LockOwner owner, int file)
      : directory_(std::move(directory)), owner_(std::move(owner)), file_(file) {}

  std::string directory_;
  LockOwner owner_;
  int file_ = -1;
};

}  // namespace delta
