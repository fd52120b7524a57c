#pragma once
#include "app/session.hpp"

namespace delta::app {

/// While it lives, a Ctrl-C that ends the program at once (`end_on_interrupt`) writes to the files of --report that it
/// did: none of an earlier run stays. One at a time; the session outlives it.
class LastWords {
 public:
  explicit LastWords(Session& session);
  ~LastWords();
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;
};

}  // namespace delta::app
