#include "execute/server_lock.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace delta {
namespace {

constexpr std::chrono::milliseconds kSlice{50};
constexpr std::chrono::milliseconds kAskAgain{1000};  // a statement on the server each time

/// False if the user asked to stop.
bool wait(std::chrono::milliseconds how_long, const std::function<bool()>& stop_requested) {
  for (auto left = how_long; left.count() > 0; left -= kSlice) {
    if (stop_requested && stop_requested()) return false;
    std::this_thread::sleep_for(std::min(left, kSlice));
  }
  return !stop_requested || !stop_requested();
}

LockError failed(const Error& error) { return {error.message, error.fix, false}; }

}  // namespace

Expected<ServerLock, LockError> ServerLock::acquire(std::unique_ptr<LockPlace> place, const LockOwner& owner,
                                                    std::chrono::milliseconds timeout,
                                                    const std::function<bool()>& stop_requested) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  const std::string text = to_text(owner);
  for (bool waited = false;; waited = true) {
    const auto made = place->make(text);
    if (!made) return failed(made.error());
    if (*made) return ServerLock(std::move(place), text, waited);
    const auto other = place->holder();
    if (!other) return failed(other.error());
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (!*other && left.count() > 0) continue;  // given back meanwhile
    if (left.count() <= 0 || !wait(std::min(left, kAskAgain), stop_requested)) {
      const LockOwner who = *other ? owner_of(**other) : LockOwner();
      const std::string holds = (*other ? who.text() : "another process") + " holds " + place->name();
      if (*other && is_gone(who)) return LockError{kLeftBehind + holds, kUnlock, true};
      return LockError{"another run is at work: " + holds,
                       "wait for it with --lock-timeout" + (*other ? way_out(who, false) : ""), true};
    }
  }
}

Expected<std::optional<LockOwner>> ServerLock::holder(LockPlace& place) {
  const auto text = place.holder();
  if (!text) return text.error();
  return *text ? std::optional(owner_of(**text)) : std::nullopt;
}

Expected<bool> ServerLock::take_away(LockPlace& place, const LockOwner& shown) {
  const auto now = holder(place);
  if (!now) return now.error();
  if (*now != shown) return false;
  if (auto removed = place.remove(); !removed) return removed.error();
  return true;
}

ServerLock::~ServerLock() { (void)release(); }

Expected<void> ServerLock::release() {
  if (place_ == nullptr) return {};
  const std::unique_ptr<LockPlace> place = std::move(place_);
  const auto now = place->holder();
  if (!now) return now.error();
  // Whoever took it away and holds it now keeps it.
  if (!*now || **now != text_) return {};
  return place->remove();
}

}  // namespace delta
