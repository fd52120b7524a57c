#include "app/interrupt.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>

#include "app/exit_code.hpp"
#include "app/output.hpp"

namespace delta::app {
namespace {

// A signal handler can reach nothing but objects of static storage. Other threads ask too.
std::atomic<int> stops = 0;       ///< how often the user asked
std::atomic<int> cancels_at = 1;  ///< from this one on the running statement is cancelled
std::atomic<bool> tells = false;
std::atomic<void (*)()> at_end = nullptr;
std::atomic<int> spared = 0;              ///< so many threads read what a cancelled statement did
std::atomic<std::int64_t> spared_to = 0;  ///< in milliseconds of the steady clock; 0: nobody read yet
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler must not wait");

constexpr int kNever = 1'000'000;

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void handle(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  // Without SA_RESTART, so that a read from the terminal ends at once.
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void request_stop(int) {
  const int error = errno;
  const int asked = ++stops;
  if (asked == 1 && tells) {
    print_error("\nStopping after the statement that runs; a second Ctrl-C cancels it.\n");
  }
  if (asked >= std::min(cancels_at.load(), 2)) handle(SIG_DFL);
  errno = error;
}

}  // namespace

void at_interrupted_end(void (*act)()) { at_end = act; }

void end_on_interrupt() {
  handle([](int) {
    print_error("Interrupted: nothing was changed.\n");
    if (void (*const act)() = at_end.exchange(nullptr)) act();
    ::_exit(static_cast<int>(ExitCode::interrupted));
  });
}

InterruptGuard::InterruptGuard() {
  stops = 0;
  cancels_at = 1;
  spared_to = 0;
  // A reader that closes our output (`| head`) must not kill a run half-way through its tables.
  std::signal(SIGPIPE, SIG_IGN);
  handle(request_stop);
}

InterruptGuard::~InterruptGuard() {
  handle(SIG_DFL);
  std::signal(SIGPIPE, SIG_DFL);
}

InterruptGuard::Patience::Patience(bool tell) {
  tells = tell;
  cancels_at = 2;
}

InterruptGuard::Patience::~Patience() {
  tells = false;
  let_finish();
}

bool InterruptGuard::requested() { return stops > 0; }
bool InterruptGuard::cancel_asked() { return stops >= cancels_at; }
bool InterruptGuard::cancels() { return cancel_asked() && (spared == 0 || now() >= spared_to); }

void InterruptGuard::spare_reading(bool begins) {
  constexpr std::int64_t kLongest = 5000;
  std::int64_t never = 0;
  if (begins) spared_to.compare_exchange_strong(never, now() + kLongest);
  spared += begins ? 1 : -1;
}

void InterruptGuard::let_finish() { cancels_at = kNever; }

bool can_ask() { return ::isatty(STDIN_FILENO) == 1; }

namespace {

/// Blocks SIGINT and SIGTERM while it lives: between a look at `stops` and the wait for input one could come
/// unseen, and the answer would be waited for in vain.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

  /// Lets signals in until there is input; false if one came.
  bool wait_for_input() const {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    while (::ppoll(&input, 1, nullptr, &before_) < 0 && errno == EINTR) {
      if (InterruptGuard::requested()) return false;
    }
    return true;
  }

 private:
  sigset_t before_{};
};

}  // namespace

std::optional<std::string> ask_for_text(const char* question) {
  const SignalsHeld held;
  print_error(question);
  std::string line;
  while (line.size() < 1000) {
    if (InterruptGuard::requested() || !held.wait_for_input()) return std::nullopt;
    char c = 0;
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR && InterruptGuard::requested()) return std::nullopt;
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') break;
    line += c;
  }
  if (InterruptGuard::requested()) return std::nullopt;
  return line;
}

Answer ask(const char* question) {
  const auto line = ask_for_text(question);
  if (!line) return Answer::interrupted;
  return *line == "y" || *line == "Y" || *line == "yes" || *line == "Yes" ? Answer::yes : Answer::no;
}

}  // namespace delta::app
