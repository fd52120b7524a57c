#pragma once
#include <optional>
#include <string>

namespace delta::app {

/// While it lives, a Ctrl-C (SIGINT) or SIGTERM asks the program to stop: it cancels a statement that reads, and the
/// next one ends the program as ever. While a run is at work (`Patience`) the first lets the statement that runs come
/// to its end, the second cancels it, and the third ends the program. One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// A run is at work. `tell`: the first Ctrl-C says on standard error what it does and what a second would do.
  class Patience {
   public:
    explicit Patience(bool tell);
    ~Patience();
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;
  };

  /// The user asked to stop.
  static bool requested();
  /// And the statement that runs is to be cancelled.
  static bool cancels();
  /// The same, whatever is spared now.
  static bool cancel_asked();
  /// With true: no statement is cancelled until the same number of calls with false, for five seconds at most.
  static void spare_reading(bool begins);
  /// From now on no statement is cancelled: what is left to do puts things in order.
  static void let_finish();
};

/// From now on, until there is an `InterruptGuard`, a Ctrl-C or SIGTERM ends the program at once and says so: what goes
/// on reads only.
void end_on_interrupt();

/// What else such an end does, in the signal handler; nullptr: nothing.
void at_interrupted_end(void (*act)());

enum class Answer { yes, no, interrupted };

/// Puts a question on standard error and reads a line from standard input. Anything but y or yes is no.
Answer ask(const char* question);

/// Puts a question on standard error and reads a line from standard input. Nothing: interrupted.
std::optional<std::string> ask_for_text(const char* question);

/// True if a person can be asked: standard input is a terminal.
bool can_ask();

}  // namespace delta::app
