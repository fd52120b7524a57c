#pragma once
#include <csignal>
#include <thread>
#include <utility>

namespace delta {

/// A thread that gets no signals: those are for the one that waits for the user and for answers, whose system calls
/// they end early.
template <class Body>
std::thread quiet_thread(Body body) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread made(std::move(body));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return made;
}

}  // namespace delta
