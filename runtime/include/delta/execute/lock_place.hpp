#pragma once
#include <optional>
#include <string>

#include "delta/expected.hpp"

namespace delta {

/// Where a target itself keeps a lock: a thing of which there is one at most, with a text in it. A port; on a server it
/// is a table.
class LockPlace {
 public:
  virtual ~LockPlace() = default;

  /// What messages call it.
  virtual std::string name() const = 0;
  /// Makes it, with the holder's text. False: it is there already.
  virtual Expected<bool> make(const std::string& holder) = 0;
  /// The text that it was made with; nothing if it is not there. An error where there is no place for it, either.
  virtual Expected<std::optional<std::string>> holder() = 0;
  virtual Expected<void> remove() = 0;
};

}  // namespace delta
