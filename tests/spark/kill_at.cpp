// Part of the migration binary of tests/spark/killed alone: kills the process, as kill -9 does, where the environment
// says so (DELTAC_KILL_AT), the first time that it comes there, or the DELTAC_KILL_TIME-th.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

#include "execute/crash_point.hpp"

namespace {

void kill_where_told(const char* where) {
  static int left = std::getenv("DELTAC_KILL_TIME") == nullptr ? 1 : std::atoi(std::getenv("DELTAC_KILL_TIME"));
  const char* wanted = std::getenv("DELTAC_KILL_AT");
  if (wanted != nullptr && std::strcmp(wanted, where) == 0 && --left == 0) kill(getpid(), SIGKILL);
}

[[gnu::constructor]] void arm() { delta::crash_point = kill_where_told; }

}  // namespace
