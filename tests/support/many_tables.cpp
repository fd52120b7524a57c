// A migration binary of as many tables as are asked for, for tests and figures of runs:
//   many_tables COUNT v1|v2 COMMAND ...
// In v1 each table has two columns; v2 gives each three more steps, and the last tenth of them is new.
//
// The environment: DELTAC_AT=N counts the boundaries of the run (around every effect on journal, ledger and target;
// with DELTAC_WHERE only those of that name) and at the Nth one kills the process, or runs the command DELTAC_DO.
// DELTAC_CLOCK=SECONDS is added to the time of day. With DELTAC_MAPPED columns are mapped, so that each step has a way
// back.
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands.hpp"
#include "execute/crash_point.hpp"
#include "support/tables.hpp"

// The C library's own functions, in its place.
extern "C" time_t time(time_t* result) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const auto done = static_cast<int>(syscall(SYS_clock_gettime, clock, now));
  const char* offset = clock == CLOCK_REALTIME ? std::getenv("DELTAC_CLOCK") : nullptr;
  if (offset != nullptr) now->tv_sec += std::atol(offset);
  return done;
}

namespace {

using namespace delta;

void at_boundary(const char* where) {
  static long left = std::atol(std::getenv("DELTAC_AT"));
  const char* wanted = std::getenv("DELTAC_WHERE");
  if (wanted != nullptr && std::strcmp(wanted, where) != 0) return;
  if (--left != 0) return;
  const char* command = std::getenv("DELTAC_DO");
  if (command == nullptr) std::raise(SIGKILL);
  if (std::system(command) != 0) std::fputs("DELTAC_DO failed\n", stderr);
}

Registry many(std::size_t count, bool second) {
  std::vector<Table> tables;
  for (std::size_t i = 0; i < count; ++i) {
    if (!second && i >= count - count / 10) break;
    std::string number = std::to_string(i);
    number.insert(0, 5 - std::min<std::size_t>(number.size(), 5), '0');
    Table made =
        testing::table("dev.silver.t" + number, {testing::column("id", "BIGINT"), testing::column("name", "STRING")});
    if (std::getenv("DELTAC_MAPPED") != nullptr) made.properties.push_back({"delta.columnMapping.mode", "name"});
    if (second) {
      made.columns.push_back(testing::commented(testing::column("added", "INT"), "new in v2"));
      made.comment = "changed";
      made.properties.push_back({"team.owner", "somebody"});
    }
    tables.push_back(std::move(made));
  }
  return testing::registry(std::move(tables));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("many_tables COUNT v1|v2 COMMAND ...\n", stderr);
    return 1;
  }
  std::vector<const char*> words = {argv[0]};
  words.insert(words.end(), argv + 3, argv + argc);
  const auto parsed = app::parse_options(static_cast<int>(words.size()), words.data(), "");
  if (const auto* early = std::get_if<app::EarlyExit>(&parsed)) {
    std::fputs((early->out + early->err).c_str(), stderr);
    return early->code;
  }
  if (std::getenv("DELTAC_AT") != nullptr) crash_point = at_boundary;
  return static_cast<int>(app::run_migration(
      std::get<app::Options>(parsed), many(std::strtoul(argv[1], nullptr, 10), std::string_view(argv[2]) == "v2")));
}
