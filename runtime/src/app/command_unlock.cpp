#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/state.hpp"
#include "report/text_layout.hpp"

namespace delta::app {

namespace {

/// Shows whose a lock is and asks whether it may be taken away. A code: it may not.
std::optional<ExitCode> refuse(const Session& session, const std::string& what, const LockOwner& owner) {
  print_error(fmt::format("{} is locked by {}\n", report::printable(what), report::printable(owner.text())));
  if (session.options.yes) return std::nullopt;
  if (!can_ask()) {
    return complain(session.options, Stop{ExitCode::usage, "unlock asks first, and there is nobody to ask",
                                          "make sure that it is gone, then add --yes"});
  }
  if (ask("Is it gone for good? Take its lock away? [y/N] ") == Answer::yes) return std::nullopt;
  return ExitCode::changes_remain;
}

/// Where what became of the run of a lock is to be seen: a server that has no more than its lock does not tell.
std::string unlocked_text(const Session& session, const std::optional<LockOwner>& on_server) {
  const bool elsewhere = on_server && !in_schema(session.options.state) && on_server->host != this_process("").host;
  return fmt::format("  Unlocked. {} tells whether its run was finished.\n",
                     elsewhere ? "There, on " + report::printable(on_server->host) + ", status" : "status");
}

Stop at_work() {
  return {ExitCode::conflict, "that process is at work on this machine: its lock is not taken away",
          "wait for it, or end it"};
}

Stop changed_hands() {
  return {ExitCode::conflict, "meanwhile that lock was given back, or is another's: it is not taken away",
          "unlock again shows who has it"};
}

}  // namespace

ExitCode run_unlock(Session& session) {
  const Options& options = session.options;
  note_missing_lake(session);
  const auto state = open_state(session);
  if (!state) return complain(options, state.error());
  bool any = false;
  for (const std::string& each : state->lock_folders()) {
    if (::access(each.c_str(), X_OK) != 0 && errno == EACCES) {
      return complain(options, stop_for({fmt::format("cannot look into {}: {}", each, std::strerror(EACCES)),
                                         "run unlock as a user who may write there"}));
    }
    const auto owner = Lock::holder(each);
    if (!owner) continue;
    any = true;
    if (lives_here(*owner)) return complain(options, at_work());
    if (const auto refused = refuse(session, each, *owner)) return *refused;
    const Lock::Broken broken = Lock::break_lock(each, *owner);
    if (broken == Lock::Broken::lives) return complain(options, at_work());
    if (broken == Lock::Broken::denied) {
      return complain(options, stop_for({fmt::format("cannot take the lock in {} away: {}", each, std::strerror(errno)),
                                         "run unlock as a user who may write there"}));
    }
    if (broken == Lock::Broken::of_another) return complain(options, changed_hands());
  }
  const auto place = server_lock_place(session);
  if (!place) return complain(options, place.error());
  std::optional<LockOwner> on_server;
  if (*place != nullptr) {
    const auto owner = ServerLock::holder(**place);
    if (!owner) return complain(options, stop_for(owner.error()));
    if (*owner) {
      any = true;
      on_server = *owner;
      // This process holds none: a number of its own was another's, of this machine's name.
      if (lives_here(**owner) && (*owner)->pid != ::getpid()) return complain(options, at_work());
      if (const auto refused = refuse(session, (*place)->name(), **owner)) return *refused;
      const auto taken = ServerLock::take_away(**place, **owner);
      if (!taken) return complain(options, stop_for(taken.error()));
      if (!*taken) return complain(options, changed_hands());
    }
  }
  return deliver(options, any ? unlocked_text(session, on_server) : "  Nothing is locked.\n", ExitCode::in_sync);
}

}  // namespace delta::app
