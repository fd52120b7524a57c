#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "delta/execute/lock_place.hpp"
#include "execute/lock.hpp"

namespace delta {

/// One run at a time on a target that several machines reach: held as long as its place is there. A killed process
/// leaves it; `unlock` removes it, for nobody else can know that the holder is gone.
class ServerLock {
 public:
  /// Waits up to `timeout`.
  static Expected<ServerLock, LockError> acquire(std::unique_ptr<LockPlace> place, const LockOwner& owner,
                                                 std::chrono::milliseconds timeout = {},
                                                 const std::function<bool()>& stop_requested = nullptr);
  /// Who holds it now; nothing if nobody does.
  static Expected<std::optional<LockOwner>> holder(LockPlace& place);
  /// Takes it from `shown`, who will not give it back; false: by now it is not `shown`'s.
  static Expected<bool> take_away(LockPlace& place, const LockOwner& shown);

  ServerLock(ServerLock&& other) noexcept = default;
  ServerLock& operator=(ServerLock&&) = delete;
  ~ServerLock();

  /// Somebody else had it first.
  bool waited() const noexcept { return waited_; }
  /// Gives it back. An error: it may still be there, which the next run will be told.
  Expected<void> release();

 private:
  ServerLock(std::unique_ptr<LockPlace> place, std::string text, bool waited)
      : place_(std::move(place)), text_(std::move(text)), waited_(waited) {}

  std::unique_ptr<LockPlace> place_;  ///< none once it was given back
  std::string text_;
  bool waited_;
};

}  // namespace delta
