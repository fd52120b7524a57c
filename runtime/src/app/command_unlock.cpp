#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/state.hpp"
#include "report/text_layout.hpp"

namespace delta::app {

ExitCode run_unlock(Session& session) {
  const Options& options = session.options;
  const auto state = open_state(session);
  if (!state) return complain(options, state.error());
  bool any = false;
  for (const std::string& each : lock_directories(session, state->locks)) {
    const auto owner = Lock::holder(each);
    if (!owner) continue;
    any = true;
    print_error(fmt::format("{} is locked by {}\n", report::printable(each), report::printable(owner->text())));
    if (!options.yes) {
      if (!can_ask()) {
        return complain(options, Stop{ExitCode::usage, "unlock asks first, and there is nobody to ask", "make sure that it is gone, then add --yes"});
      }
      if (ask("Is it gone for good? Take its lock away? [y/N] ") != Answer::yes) return ExitCode::changes_remain;
    }
    if (!Lock::break_lock(each)) {
      return complain(options, Stop{ExitCode::conflict, "that process is at work on this machine: its lock is not taken away",
                                    "wait for it, or end it"});
    }
  }
  return deliver(options, any ? "  Unlocked. status tells whether its run was finished.\n" : "  Nothing is locked.\n", ExitCode::in_sync);
}

}  // namespace delta::app
