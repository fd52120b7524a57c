#pragma once

namespace delta::app {

/// While it lives, the first Ctrl-C (SIGINT) or SIGTERM only asks the run to stop after the unit at work; a second one
/// ends the program as ever. One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  static bool requested();
};

enum class Answer { yes, no, interrupted };

/// Puts a question on standard error and reads a line from standard input. Anything but y or yes is no.
Answer ask(const char* question);

/// True if a person can be asked: standard input is a terminal.
bool can_ask();

}  // namespace delta::app
